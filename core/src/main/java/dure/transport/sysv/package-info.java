// SPDX-License-Identifier: Apache-2.0

/// System V message queues: numbered messages, kept by the kernel until the queue is removed.
///
/// May use everything below, and no other transport. Start at [dure.transport.sysv.SysvTransport].
@NullMarked
package dure.transport.sysv;

import org.jspecify.annotations.NullMarked;
