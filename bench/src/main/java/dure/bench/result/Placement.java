// SPDX-License-Identifier: Apache-2.0
package dure.bench.result;

/// How far apart the two processors are at a moment, told by how long the bare cache line takes.
///
/// A hypervisor moves its guests' processors about, every second or so, and everything that passes
/// between them becomes several times slower or quicker. So figures are comparable within one
/// placement only.
public enum Placement {
  /// Two threads of one core.
  SIBLINGS(75),

  /// Two cores that share a cache.
  NEAR(220),

  /// Two cores that share none, or a slow one.
  FAR(700),

  /// Farther than any two processors are: one of them was not running. Not used.
  LOST(Double.POSITIVE_INFINITY);

  private final double belowNanos;

  Placement(double belowNanos) {
    this.belowNanos = belowNanos;
  }

  /// The placement in which the bare line takes so long.
  public static Placement of(double lineNanos) {
    for (Placement placement : values()) {
      if (lineNanos < placement.belowNanos) {
        return placement;
      }
    }
    return LOST;
  }
}
