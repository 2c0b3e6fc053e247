// SPDX-License-Identifier: Apache-2.0
package dure.gate;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Until when a call may wait, as a plain number, so that waiting allocates nothing: a value of
/// [System#nanoTime], which no change of the wall clock moves.
public final class Deadline {
  /// As long as needed.
  public static final long NEVER = Long.MAX_VALUE;

  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Deadline() {}

  /// The moment `within` from now; [#NEVER] for null. A duration of zero or less has passed
  /// already.
  public static long after(@Nullable Duration within) {
    if (within == null || within.compareTo(LONGEST) > 0) {
      return NEVER;
    }
    return System.nanoTime() + Math.max(0, within.toNanos());
  }

  /// What is left until then: nothing once it has passed.
  public static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, remaining(deadline)));
  }

  /// Nanoseconds left: zero or less once it has passed.
  public static long remaining(long deadline) {
    return deadline == NEVER ? Long.MAX_VALUE : deadline - System.nanoTime();
  }
}
