// SPDX-License-Identifier: Apache-2.0
package dure.bench.result;

import java.util.HashMap;
import java.util.Map;

/// A short time of measuring, between two looks at the bare line.
///
/// @param before the line before it, in nanoseconds
/// @param after the line after it
/// @param figures by name, those two among them
public record Slice(double before, double after, Map<String, Double> figures) {
  /// What a line of a role's output begins with that describes a slice.
  public static final String START = "slice ";

  /// By how much the line may differ before and after: by more, and the processors were moved in
  /// between.
  private static final double MOST_CHANGE = 1.3;

  /// Reads a line as the roles print it: `slice before=… after=… name=value …`.
  public static Slice of(String line) {
    Map<String, Double> figures = new HashMap<>();
    for (String word : line.substring(START.length()).split(" ", -1)) {
      int equals = word.indexOf('=');
      figures.put(word.substring(0, equals), Double.valueOf(word.substring(equals + 1)));
    }
    return new Slice(required(figures, "before"), required(figures, "after"), Map.copyOf(figures));
  }

  /// The line at the time of this slice.
  public double line() {
    return (before + after) / 2;
  }

  /// Where the processors were.
  public Placement placement() {
    return Placement.of(line());
  }

  /// Whether the processors seem to have stayed where they were.
  public boolean isSettled() {
    return Math.max(before, after) <= MOST_CHANGE * Math.min(before, after);
  }

  /// A figure.
  public double figure(String name) {
    return required(figures, name);
  }

  private static double required(Map<String, Double> figures, String name) {
    Double value = figures.get(name);
    if (value == null) {
      throw new IllegalArgumentException("a slice has no " + name + " but " + figures.keySet());
    }
    return value;
  }
}
