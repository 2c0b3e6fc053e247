// SPDX-License-Identifier: Apache-2.0
package dure;

import java.time.Duration;

/// Until when a call may wait, on the monotonic clock: a change of the wall clock moves nothing.
/// Immutable.
public final class Deadline {
  /// No deadline: as long as needed.
  public static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

  /// Already passed: look once, wait never.
  public static final Deadline NOW = new Deadline(Long.MIN_VALUE);

  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final long nanoTime;

  private Deadline(long nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// The moment `duration` from now; a duration of zero or less has passed already.
  public static Deadline after(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      return NOW;
    }
    if (duration.compareTo(LONGEST) > 0) {
      return NEVER;
    }
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /// Nanoseconds left: zero or less once it has passed, [Long#MAX_VALUE] for [#NEVER].
  public long remainingNanos() {
    if (this == NEVER) {
      return Long.MAX_VALUE;
    }
    return this == NOW ? 0 : nanoTime - System.nanoTime();
  }

  /// Whether no time is left.
  public boolean hasPassed() {
    return remainingNanos() <= 0;
  }
}
