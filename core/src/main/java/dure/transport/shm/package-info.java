// SPDX-License-Identifier: Apache-2.0

/// Mailboxes in shared memory: which region, who takes part, who is dead, and the engine that moves
/// the messages.
///
/// May use everything below, and no other transport. Start at [dure.transport.shm.ShmTransport].
@NullMarked
package dure.transport.shm;

import org.jspecify.annotations.NullMarked;
