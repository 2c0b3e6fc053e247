// SPDX-License-Identifier: Apache-2.0
package dure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Until when a call may wait, as a plain number, so that waiting allocates nothing: a value of
/// [System#nanoTime], which no change of the wall clock moves.
public final class Deadline {
  /// As long as needed.
  public static final long NEVER = Long.MAX_VALUE;

  /// Not at all: a call with this deadline never waits, and so no interrupt ends it.
  public static final long NOW = Long.MIN_VALUE;

  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Deadline() {}

  /// The moment `within` from now; [#NEVER] for null. A duration of zero or less has passed
  /// already.
  public static long after(@Nullable Duration within) {
    if (within == null || within.compareTo(LONGEST) > 0) {
      return NEVER;
    }
    return System.nanoTime() + (within.isPositive() ? within.toNanos() : 0);
  }

  /// The moment so much after a deadline; after this moment if it is [#NOW].
  public static long later(long deadline, Duration by) {
    if (deadline == NOW) {
      return after(by);
    }
    boolean tooLong = deadline == NEVER || by.compareTo(LONGEST) > 0;
    return tooLong ? NEVER : deadline + by.toNanos();
  }

  /// What is left until then: nothing once it has passed.
  public static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, remaining(deadline)));
  }

  /// What is left until then; null where there is no end.
  public static @Nullable Duration within(long deadline) {
    return deadline == NEVER ? null : left(deadline);
  }

  /// Nanoseconds left: zero or less once it has passed.
  public static long remaining(long deadline) {
    if (deadline == NEVER) {
      return Long.MAX_VALUE;
    }
    return deadline == NOW ? 0 : deadline - System.nanoTime();
  }
}
