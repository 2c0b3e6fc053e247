// SPDX-License-Identifier: Apache-2.0

/// Mailboxes that are POSIX message queues, held to the contract.
package dure.conformance.posix;
