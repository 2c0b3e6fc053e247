// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dure.linux.Struct.Pollfd;
import dure.linux.Struct.Timespec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Waiting until descriptors have something to say: data, a connection, the end of their peer, and
/// for a pidfd the end of its process.
public final class Poll {
  /// There is something to read, or the other side has gone.
  public static final int POLLIN = 1;

  /// There is room to write, or no reader is left.
  public static final int POLLOUT = 4;

  /// What the kernel calls a set of signals here: one bit for each of 64.
  private static final int SIGSET_BYTES = 8;

  private static final long NANOS = 1_000_000_000L;

  private Poll() {}

  /// Waits for any of several descriptors, whatever signals arrive. For platform threads.
  ///
  /// @param fds what to wait for; one that is not open has something to say at once
  /// @param nanos how long at most
  /// @return for each descriptor, whether it has something to say; all false on time-out
  public static boolean[] await(int[] fds, long nanos) {
    int[] events = new int[fds.length];
    Arrays.fill(events, POLLIN);
    return await(fds, events, nanos);
  }

  /// Waits for any of several descriptors to be ready, each for its own events. For platform
  /// threads.
  ///
  /// @param fds what to wait for; one that is not open is ready at once
  /// @param events for each, [#POLLIN] or [#POLLOUT] or both
  /// @param nanos how long at most
  /// @return for each descriptor, whether it is ready; all false on time-out
  public static boolean[] await(int[] fds, int[] events, long nanos) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment set = arena.allocate((long) fds.length * Pollfd.BYTES, 8);
      for (int i = 0; i < fds.length; i++) {
        set.set(JAVA_INT, (long) i * Pollfd.BYTES + Pollfd.FD, fds[i]);
        set.set(JAVA_SHORT, (long) i * Pollfd.BYTES + Pollfd.EVENTS, (short) events[i]);
      }
      MemorySegment timeout = arena.allocate(Timespec.BYTES, 8);
      timeout.set(JAVA_LONG, Timespec.SEC, Math.max(0, nanos) / NANOS);
      timeout.set(JAVA_LONG, Timespec.NSEC, Math.max(0, nanos) % NANOS);
      long result;
      do {
        // The kernel leaves the rest of the time in its place, so going on is just the same call.
        result =
            SystemCall.PPOLL.call(set.address(), fds.length, timeout.address(), 0, SIGSET_BYTES);
      } while (Errno.EINTR.is(result));
      KernelException.check("ppoll", result);
      boolean[] ready = new boolean[fds.length];
      for (int i = 0; i < fds.length && result > 0; i++) {
        ready[i] = set.get(JAVA_SHORT, (long) i * Pollfd.BYTES + Pollfd.REVENTS) != 0;
      }
      return ready;
    }
  }
}
