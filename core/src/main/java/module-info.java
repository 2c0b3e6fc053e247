// SPDX-License-Identifier: Apache-2.0

/// Mailboxes that any process on the machine can open by name.
///
/// Start at [dure.Mailbox].
module dure {
  requires static org.jspecify;

  exports dure;
  exports dure.bridge;
  exports dure.codec;
  exports dure.concurrent;
  exports dure.direct;
  exports dure.inspect;
  exports dure.memory;
  exports dure.posix;
  exports dure.pipe;
  exports dure.socket;
  exports dure.service;
  exports dure.stream;
  exports dure.sync;

  uses dure.MailboxObserver;
  uses dure.Transport;

  provides dure.Transport with
      dure.transport.shm.ShmTransport,
      dure.transport.shm.FileTransport,
      dure.transport.posix.PosixTransport,
      dure.transport.sysv.SysvTransport,
      dure.transport.pipe.FifoTransport,
      dure.transport.pipe.PipeTransport,
      dure.transport.socket.UnixTransport,
      dure.transport.socket.TcpTransport;
}
