// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A descriptor that becomes readable when it is raised: a bell for a thread that waits for
/// descriptors.
public final class Events {
  static final int EFD_CLOEXEC = 0x80000;
  static final int EFD_NONBLOCK = 0x800;

  private Events() {}

  /// `eventfd(2)`: a new descriptor, or −errno.
  public static int create() {
    return (int) SystemCall.EVENTFD2.call(0, EFD_CLOEXEC | EFD_NONBLOCK);
  }

  /// Makes it readable.
  public static long raise(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocateFrom(JAVA_LONG, 1L);
      return SystemCall.WRITE.call(fd, one.address(), JAVA_LONG.byteSize());
    }
  }

  /// Makes it no longer readable.
  public static long lower(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_LONG);
      return SystemCall.READ.call(fd, count.address(), JAVA_LONG.byteSize());
    }
  }
}
