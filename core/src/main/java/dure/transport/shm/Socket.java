// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.linux.Files;
import dure.linux.Sockets;

/// A socket of this process and the end of it, of which several threads may be the cause. The
/// kernel gives a closed descriptor's number to the next who opens anything, so a number that one
/// thread closes is used by no other.
final class Socket implements AutoCloseable {
  private final int fd;

  // Guarded by this.
  private boolean closed;

  /// @param fd its descriptor, which this object closes
  Socket(int fd) {
    this.fd = fd;
  }

  /// Its descriptor, for the thread that closes it; to others it may stand for something else.
  int fd() {
    return fd;
  }

  /// Wakes whoever waits on it; once it is closed, does nothing.
  synchronized void shutDown() {
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
