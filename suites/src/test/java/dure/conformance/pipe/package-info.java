// SPDX-License-Identifier: Apache-2.0

/// Mailboxes in pipes, held to the contract as far as a pipe goes.
package dure.conformance.pipe;
