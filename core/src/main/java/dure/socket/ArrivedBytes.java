// SPDX-License-Identifier: Apache-2.0
package dure.socket;

import dure.linux.SocketCalls;
import java.lang.foreign.MemorySegment;

/// How many bytes have come through a connection: those that its reader has taken, and those that
/// wait in the kernel.
///
/// A byte that the kernel has just handed out is in neither count until the reader has noted it. So
/// the number of reads is odd while one is under way, and another thread counts between two reads.
class ArrivedBytes {
  private final SocketDescriptor descriptor;

  // Written by the reader alone.
  private volatile long reads;
  private volatile long taken;

  ArrivedBytes(SocketDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  /// As [SocketCalls#receive], which returns at once, by one thread at a time.
  final int receive(int fd, MemorySegment into, int flags) {
    long before = reads;
    reads = before + 1;
    int got = fromKernel(fd, into, flags);
    if (got > 0) {
      long all = taken + got;
      taken = all;
    }
    reads = before + 2;
    return got;
  }

  /// A test holds the reader up behind it.
  int fromKernel(int fd, MemorySegment into, int flags) {
    return SocketCalls.receive(fd, into, flags);
  }

  /// How many the reader has taken.
  final long taken() {
    return taken;
  }

  /// How many have come by now. For any thread; a read that is under way is waited for.
  ///
  /// @throws dure.ConnectionLostException if the connection is closed here
  final long all(String name) {
    while (true) {
      long before = reads;
      long all = taken + waiting(name);
      if (before % 2 == 0 && reads == before) {
        return all;
      }
      Thread.yield();
    }
  }

  private int waiting(String name) {
    return SocketErrors.check(name, "count bytes", descriptor.now(name, SocketCalls::waiting));
  }
}
