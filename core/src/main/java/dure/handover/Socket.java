// SPDX-License-Identifier: Apache-2.0
package dure.handover;

import dure.linux.Files;
import dure.linux.Poll;
import dure.linux.Sockets;
import dure.parking.Readiness;

/// A socket of this process and the end of it, of which several threads may be the cause. The
/// kernel gives a closed descriptor's number to the next who opens anything, so a number that one
/// thread closes is used by no other.
public final class Socket implements AutoCloseable {
  private static final long SLICE_NANOS = 100_000_000L;

  private final int fd;

  // Guarded by this.
  private boolean closed;

  /// @param fd its descriptor, which this object closes
  public Socket(int fd) {
    this.fd = fd;
  }

  /// Its descriptor, for the thread that closes it; to others it may stand for something else.
  public int fd() {
    return fd;
  }

  /// Waits until there is something to read, or the other side has gone; false if that takes longer
  /// than `nanos`. For the thread that closes it, which may be a virtual one. An interrupt shows
  /// afterwards.
  public boolean awaitInput(long nanos) {
    boolean interrupted = false;
    try {
      long began = System.nanoTime();
      while (!Poll.await(new int[] {fd}, 0)[0]) {
        long left = nanos - (System.nanoTime() - began);
        if (left <= 0) {
          return false;
        }
        interrupted |= Thread.interrupted();
        Readiness.awaitInput(fd, Math.min(left, SLICE_NANOS));
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Wakes the threads that wait on it; once it is closed, does nothing.
  public synchronized void shutDown() {
    if (!closed) {
      Sockets.shutDown(fd);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Files.close(fd);
    }
  }
}
