// SPDX-License-Identifier: Apache-2.0

/// Mailboxes behind a socket, held to the contract.
package dure.conformance.socket;
