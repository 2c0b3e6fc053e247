// SPDX-License-Identifier: Apache-2.0

/// Mailboxes behind a socket: `unix:/path`, `unix:@name` and `tcp://host:port`.
///
/// The mailbox itself is one in shared memory, which its creator owns. Its creator is also its
/// *host*: it listens at the address, and does at the mailbox what its guests ask for, each through
/// a handle of its own. So the promises are those of shared memory, and the connection's end is the
/// participant's.
///
/// ```
/// process A                    process B, the host                        process C
/// RemoteChannel                Guest ── channel ┐                         (or a C program)
///   Conversation ──socket────▶ Guest ── channel ┴─ mailbox in shared memory
/// ```
///
/// A guest that sends message after message is lent room, and streams into it: at the host
/// `Lending` decides to whom, at the guest `LentRoom` sends.
///
/// May use everything below, and no other transport: the mailbox in shared memory is opened as any
/// program opens one. Start at [dure.transport.socket.SocketTransport]; the wire is described in
/// `docs/sockets.md`.
@NullMarked
package dure.transport.socket;

import org.jspecify.annotations.NullMarked;
