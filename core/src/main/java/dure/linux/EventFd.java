// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// `eventfd(2)`: a descriptor that one thread rings so that another, which waits at it among others
/// by [Poll], looks up.
public final class EventFd {
  static final int EFD_CLOEXEC = 0x80000;
  static final int EFD_NONBLOCK = 0x800;

  private EventFd() {}

  /// A new one, the caller's to close.
  public static int make() {
    return (int) SystemCall.EVENTFD2.call(0, EFD_CLOEXEC | EFD_NONBLOCK);
  }

  /// Rings it: it has something to say until it is silenced.
  public static void ring(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocate(JAVA_LONG);
      one.set(JAVA_LONG, 0, 1L);
      SystemCall.WRITE.call(fd, one.address(), one.byteSize());
    }
  }

  /// Silences it.
  public static void silence(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_LONG);
      SystemCall.READ.call(fd, count.address(), count.byteSize());
    }
  }
}
