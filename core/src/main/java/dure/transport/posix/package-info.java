// SPDX-License-Identifier: Apache-2.0

/// Mailboxes that are POSIX message queues: the kernel keeps the messages, and every call is a
/// system call.
///
/// May use everything below, and no other transport. Start at
/// [dure.transport.posix.PosixTransport].
@NullMarked
package dure.transport.posix;

import org.jspecify.annotations.NullMarked;
