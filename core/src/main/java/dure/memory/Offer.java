// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.DureException.Subject;
import dure.ObjectExistsException;
import dure.file.Failures;
import dure.layout.FileNames;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.KernelException;
import dure.linux.Sockets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Anonymous memory on offer to other processes, until this is closed or the process ends; made by
/// [Region#offer].
///
/// It is a Unix socket with an abstract name, and a thread that hands a descriptor of the memory to
/// whoever its mode lets in, as the kernel tells who it is. The memory lives for as long as
/// somebody has it attached or offers it. May be used by several threads.
public final class Offer implements AutoCloseable {
  private static final long PAUSE_NANOS = 20_000_000L;
  private static final Duration CLOSING = Duration.ofSeconds(2);
  private static final int READ = 04;
  private static final int READ_AND_WRITE = 06;

  private final String name;
  private final int listening;
  private final int readable;
  private final int writable;
  private final Thread keeper;

  // Guarded by this.
  private boolean closed;
  private boolean ended;

  /// @param writable −1 if this process may not write it itself
  private Offer(String name, int listening, int readable, int writable) {
    this.name = name;
    this.listening = listening;
    this.readable = readable;
    this.writable = writable;
    this.keeper = Thread.ofPlatform().daemon().name("dure-offer-" + name).unstarted(this::serve);
  }

  static Offer open(String name, Backing backing) {
    if (!(backing instanceof OpenFile file) || file.kind() != RegionKind.ANONYMOUS) {
      throw new IllegalStateException(
          "only anonymous memory is offered; others attach this by its name");
    }
    int listening = Sockets.listen(FileNames.offer(name));
    if (Errno.EADDRINUSE.is(listening)) {
      throw new ObjectExistsException(
          Subject.REGION,
          name,
          "a process offers one of this name (EADDRINUSE); name it otherwise");
    }
    Failures.check(Subject.REGION, name, "offer it", (long) listening);
    int readable = file.reopen(false);
    if (readable < 0) {
      Files.close(listening);
      Failures.check(Subject.REGION, name, "offer it", (long) readable);
    }
    Offer offer = new Offer(name, listening, readable, Math.max(-1, file.reopen(true)));
    boolean started = false;
    try {
      offer.keeper.start();
      started = true;
      return offer;
    } finally {
      if (!started) {
        offer.end();
      }
    }
  }

  /// Under which others take it.
  public String name() {
    return name;
  }

  private void serve() {
    try {
      while (!isClosed()) {
        int visitor = Sockets.accept(listening);
        if (visitor >= 0) {
          answer(visitor);
        } else if (!isClosed()) {
          LockSupport.parkNanos(PAUSE_NANOS); // as when all descriptors are in use
        }
      }
    } finally {
      end();
    }
  }

  /// What the kernel decides when a file is opened, decided here in the same way before its
  /// descriptor is handed out.
  private void answer(int visitor) {
    try {
      Sockets.Peer peer = Sockets.peer(visitor);
      if (writable >= 0 && allows(peer, READ_AND_WRITE)) {
        Sockets.send(visitor, Anonymous.WELCOME, writable);
      } else if (allows(peer, READ)) {
        Sockets.send(visitor, Anonymous.WELCOME, readable);
      } else {
        Sockets.send(visitor, Anonymous.REFUSED, -1);
      }
    } catch (KernelException hisAlone) {
      // He sees the end of his connection; the others are still to be answered.
    } finally {
      Files.close(visitor);
    }
  }

  private boolean allows(Sockets.Peer peer, int wanted) {
    Files.Status file = Files.status(readable);
    int mode = file.permissions();
    int granted = peer.uid() == file.uid() ? mode >>> 6 : peer.isIn(file.gid()) ? mode >>> 3 : mode;
    return peer.uid() == 0 || (granted & wanted) == wanted;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /// For the keeper, who alone closes what it uses.
  private synchronized void end() {
    ended = true;
    Files.close(listening);
    Files.close(readable);
    if (writable >= 0) {
      Files.close(writable);
    }
  }

  /// Ends the offer: its name is free when this returns, and those who took the memory keep it.
  /// Again does nothing.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (!ended) {
        Sockets.shutDown(listening);
      }
    }
    boolean interrupted = Thread.interrupted();
    try {
      keeper.join(CLOSING);
    } catch (InterruptedException again) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
