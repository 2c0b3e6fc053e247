// SPDX-License-Identifier: Apache-2.0
package dure.bench.role;

import java.util.Arrays;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/// Notes how long round trips take: whole batches, which the clock does not disturb, and single
/// trips, which show the slow ones.
final class Trips {
  /// One trip, there and back.
  @FunctionalInterface
  interface Trip {
    void make() throws InterruptedException;
  }

  private static final int BATCH = 100;
  private static final int MOST_BATCHES = 1 << 16;
  private static final long LONGEST_NANOS = 10_000_000_000L;
  private static final int DIGITS = 3;

  private final double[] batches = new double[MOST_BATCHES];
  private final Histogram singles = new Histogram(LONGEST_NANOS, DIGITS);
  private int batchCount;

  /// Trips until the time is over: a batch, then as many one by one, and so on.
  void measure(Trip trip, long nanos) throws InterruptedException {
    batchCount = 0;
    singles.reset();
    long began = System.nanoTime();
    for (long now = began; now - began < nanos && batchCount < MOST_BATCHES; ) {
      batches[batchCount++] = batch(trip, now);
      oneByOne(trip);
      now = System.nanoTime();
    }
  }

  private static double batch(Trip trip, long began) throws InterruptedException {
    for (int i = 0; i < BATCH; i++) {
      trip.make();
    }
    return (double) (System.nanoTime() - began) / BATCH;
  }

  private void oneByOne(Trip trip) throws InterruptedException {
    for (int i = 0; i < BATCH; i++) {
      long began = System.nanoTime();
      trip.make();
      singles.recordValue(Math.min(System.nanoTime() - began, LONGEST_NANOS));
    }
  }

  /// The median trip, by batches, and the percentiles of single trips, the clock included.
  String figures() {
    Arrays.sort(batches, 0, batchCount);
    return String.format(
        Locale.ROOT,
        "trip=%.1f p50=%d p99=%d p999=%d max=%d",
        batches[batchCount / 2],
        singles.getValueAtPercentile(50),
        singles.getValueAtPercentile(99),
        singles.getValueAtPercentile(99.9),
        singles.getMaxValue());
  }
}
