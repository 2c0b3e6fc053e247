// SPDX-License-Identifier: Apache-2.0
package dure.bench.result;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// The middle of some values, and how far they lie apart.
///
/// @param median the middle one, or the mean of the middle two
/// @param min the least
/// @param max the greatest
/// @param count how many there are
public record Spread(double median, double min, double max, int count) {

  /// The spread of some values, or null if there are none.
  public static @Nullable Spread of(Collection<Double> values) {
    if (values.isEmpty()) {
      return null;
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(median(sorted), sorted[0], sorted[sorted.length - 1], sorted.length);
  }

  /// The middle of some values, of which there is at least one.
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
