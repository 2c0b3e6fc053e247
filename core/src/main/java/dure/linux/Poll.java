// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Waiting until descriptors have something to say: data, a connection, the end of their peer, and
/// for a pidfd the end of its process.
public final class Poll {
  static final int POLLIN = 1;
  static final int POLLFD_BYTES = 8;

  private static final long NANOS = 1_000_000_000L;

  private Poll() {}

  /// Waits for any of several descriptors. For platform threads.
  ///
  /// @param fds what to wait for
  /// @param nanos how long at most
  /// @return for each descriptor, whether it has something to say; all false on time-out
  public static boolean[] await(int[] fds, long nanos) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = arena.allocate((long) fds.length * POLLFD_BYTES, 8);
      for (int i = 0; i < fds.length; i++) {
        set.set(JAVA_INT, (long) i * POLLFD_BYTES, fds[i]);
        set.set(JAVA_SHORT, (long) i * POLLFD_BYTES + 4L, (short) POLLIN);
      }
      MemorySegment timeout = arena.allocate(16, 8);
      timeout.set(JAVA_LONG, 0, nanos / NANOS);
      timeout.set(JAVA_LONG, 8, nanos % NANOS);
      long result = SystemCall.PPOLL.call(set.address(), fds.length, timeout.address(), 0, 8);
      if (!Errno.EINTR.is(result)) {
        KernelException.check("ppoll", result);
      }
      boolean[] ready = new boolean[fds.length];
      for (int i = 0; i < fds.length && result > 0; i++) {
        ready[i] = set.get(JAVA_SHORT, (long) i * POLLFD_BYTES + 6L) != 0;
      }
      return ready;
    }
  }
}
