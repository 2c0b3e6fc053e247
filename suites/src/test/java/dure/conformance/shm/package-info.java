// SPDX-License-Identifier: Apache-2.0

/// Mailboxes in shared memory, held to the contract.
package dure.conformance.shm;
