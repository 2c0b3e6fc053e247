// SPDX-License-Identifier: Apache-2.0

/// Mailboxes at an Apache Artemis broker: `artemis://host:port/NAME`.
///
/// A mailbox is a queue of the broker, and beside it a queue of *credits*, one message for each
/// free place. A sender takes a credit and sends in one transaction; a receiver takes a message and
/// gives the credit back in one. So the capacity is exact, and a death on either side undoes both.
/// (`docs/decisions/0020-a-mailbox-at-a-broker.md`)
///
/// May use `dure`.
@NullMarked
package dure.transport.artemis;

import org.jspecify.annotations.NullMarked;
