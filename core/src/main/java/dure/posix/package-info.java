// SPDX-License-Identifier: Apache-2.0

/// What POSIX message queues have beside sending and receiving: the notification that a message
/// came to an empty queue, and the limits of the system. Their mailboxes are opened like all
/// others, at `posix:/name`.
///
/// May use `dure`, `dure.carrier`, `dure.linux`, `dure.mqueue` and `dure.parking`. Start at
/// [dure.posix.Notification].
@NullMarked
package dure.posix;

import org.jspecify.annotations.NullMarked;
