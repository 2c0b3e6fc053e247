// SPDX-License-Identifier: Apache-2.0

/// System V message queues, held to the contract.
package dure.conformance.sysv;
