// SPDX-License-Identifier: Apache-2.0

/// Mailboxes at a broker that is a process of its own.
package dure.transport.artemis;
