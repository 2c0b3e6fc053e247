// SPDX-License-Identifier: Apache-2.0
package dure.socket;

import dure.ConnectionLostException;
import dure.Deadline;
import dure.DureException.Subject;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.SocketCalls;
import dure.parking.Readiness;
import java.util.concurrent.locks.LockSupport;

/// A descriptor that several threads use and one closes. The kernel gives a closed descriptor's
/// number to the next thread that opens anything, so the last user closes it.
final class SocketDescriptor {
  /// The longest sleep: within this time a wait notices that it was interrupted or the socket
  /// closed.
  private static final long SLICE_NANOS = 100_000_000L;

  /// How often to try what the kernel does not tell.
  private static final long PAUSE_NANOS = 2_000_000L;

  private final int fd;

  // Guarded by this.
  private int users;
  private volatile boolean closed;

  /// A call that never waits.
  interface Call {
    int with(int fd);
  }

  SocketDescriptor(int fd) {
    this.fd = fd;
  }

  boolean isClosed() {
    return closed;
  }

  /// Has a call done: its result.
  int now(String name, Call call) {
    int used = enter(name);
    try {
      return call.with(used);
    } finally {
      leave();
    }
  }

  /// Has a call done as soon as it can be: its result, or `EAGAIN` when the time is over.
  ///
  /// @param events what to wait for; 0 for what the kernel does not tell, and which is tried again
  ///   and again
  /// @param honoursInterrupts whether an interrupt ends the wait
  int whenReady(String name, int events, long deadline, boolean honoursInterrupts, Call call)
      throws InterruptedException {
    int used = enter(name);
    boolean interrupted = false;
    try {
      while (true) {
        int result = call.with(used);
        if (!Errno.EAGAIN.is(result)) {
          return result;
        }
        long slice = Math.min(SLICE_NANOS, Deadline.remaining(deadline));
        if (slice <= 0) {
          return result;
        }
        if (Thread.interrupted()) {
          if (honoursInterrupts) {
            throw new InterruptedException("interrupted while waiting at socket '" + name + "'");
          }
          interrupted = true;
        }
        if (events == 0) {
          LockSupport.parkNanos(Math.min(slice, PAUSE_NANOS));
        } else {
          Readiness.await(used, events, slice);
        }
        if (closed) {
          throw closed(name);
        }
      }
    } finally {
      leave();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized int enter(String name) {
    if (closed) {
      throw closed(name);
    }
    users++;
    return fd;
  }

  static ConnectionLostException closed(String name) {
    return new ConnectionLostException(
        Subject.CHANNEL, name, "this process has closed it; open another socket to go on");
  }

  private synchronized void leave() {
    users--;
    if (closed && users == 0) {
      Files.close(fd);
    }
  }

  /// Closes it, and wakes waiting threads; true if that had not been done before.
  synchronized boolean close() {
    if (closed) {
      return false;
    }
    closed = true;
    if (users == 0) {
      Files.close(fd);
    } else {
      SocketCalls.shutDown(fd, SocketCalls.SHUT_RDWR);
    }
    return true;
  }
}
