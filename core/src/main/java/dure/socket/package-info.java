// SPDX-License-Identifier: Apache-2.0

/// Sockets step by step: socket, bind, listen, accept, connect, write, read, close, each a call of
/// its own; and whole messages over them.
///
/// A program that only wants to talk needs none of this: `Mailbox.create("tcp://…")` does it. And
/// where streams over TCP or a path suffice, so do the JDK's own channels, which can be the other
/// end of an [dure.socket.Endpoint]. What they have not is here: the steps apart from each other,
/// names of the kernel's own, datagrams and packets between processes, the peer's identity, and
/// waits that can be ended without closing the socket.
///
/// May use `dure`, `dure.file`, `dure.linux` and `dure.parking`. Start at [dure.socket.Endpoint].
@NullMarked
package dure.socket;

import org.jspecify.annotations.NullMarked;
