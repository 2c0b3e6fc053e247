// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import java.time.Duration;

/// How long a run lasts.
///
/// @param warmUp how many slices are not counted: the compiler is at work
/// @param slices how many are
/// @param sliceMillis how long each of them lasts
public record Timing(int warmUp, int slices, int sliceMillis) {
  /// How long a slice lasts.
  public static final int SLICE_MILLIS = 25;

  private static final long START_SECONDS = 60;

  /// Measures for so many seconds after a warm-up.
  public static Timing of(double warmUpSeconds, double seconds) {
    return new Timing(count(warmUpSeconds), count(seconds), SLICE_MILLIS);
  }

  private static int count(double seconds) {
    return Math.max(1, (int) Math.round(seconds * 1000 / SLICE_MILLIS));
  }

  /// After this a run is given up.
  Duration patience() {
    return Duration.ofMillis(3L * (warmUp + slices) * sliceMillis).plusSeconds(START_SECONDS);
  }
}
