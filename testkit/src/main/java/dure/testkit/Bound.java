// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// A bound on what a mechanism costs, in time, processor time or system calls, that holds beside
/// any load.
///
/// Load only adds to what is measured, so the least of several measurements comes nearest to the
/// cost of the mechanism itself. A mechanism that breaks its bound breaks it in each of them. A
/// wake-up that is often lost is quick now and then, so a measurement of wake-ups is [#typical] of
/// several. Whether the result is right has no place in a measurement's luck: an error that a
/// measurement throws fails the test at once.
public final class Bound {
  private static final int MEASUREMENTS = 10;
  private static final Duration CEILING = Duration.ofSeconds(30);

  private Bound() {}

  /// What takes a measurement; times come from [Stopwatch] or [ProcessorTime].
  @FunctionalInterface
  public interface Measurement<T> {
    /// Does once what costs, and tells the cost.
    T take() throws Exception;
  }

  /// Returns with the first measurement within a limit, and fails if ten are beyond it.
  public static <T extends Comparable<T>> void holds(T limit, Measurement<T> measurement)
      throws Exception {
    List<T> beyond = new ArrayList<>();
    while (beyond.size() < MEASUREMENTS) {
      T taken = measurement.take();
      if (taken.compareTo(limit) <= 0) {
        return;
      }
      beyond.add(taken);
    }
    throw new AssertionError("each of " + beyond + " is beyond " + limit);
  }

  /// The median of several delays. Fails if one is beyond half a minute, which only a fault
  /// reaches.
  public static Duration typical(Collection<Duration> delays) {
    List<Duration> sorted = delays.stream().sorted().toList();
    if (sorted.getLast().compareTo(CEILING) > 0) {
      throw new AssertionError("one of " + sorted + " is beyond " + CEILING);
    }
    return sorted.get(sorted.size() / 2);
  }
}
