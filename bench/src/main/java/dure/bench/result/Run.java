// SPDX-License-Identifier: Apache-2.0
package dure.bench.result;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// One subject measured once: two processes, from their start to their end.
///
/// @param round in which it was done, from 1
/// @param subject what was measured
/// @param measurement how
/// @param foreign the part of one processor that other work took meanwhile, from 0
/// @param slices what came of it
/// @param failure why there is no result; empty if there is
public record Run(
    int round,
    String subject,
    Measurement measurement,
    double foreign,
    List<Slice> slices,
    String failure) {

  /// More foreign work than this makes a run noisy.
  public static final double MOST_FOREIGN = 0.30;

  /// Fewer slices than this in a placement say nothing about it.
  static final int FEWEST_SLICES = 3;

  /// Whether it came to an end, with nothing wrong.
  public boolean succeeded() {
    return failure.isEmpty();
  }

  /// Whether other work disturbed it.
  public boolean isNoisy() {
    return foreign > MOST_FOREIGN;
  }

  /// Whether it is left out of all medians.
  public boolean isLeftOut() {
    return !succeeded() || isNoisy();
  }

  /// The median over its slices in a placement; nothing if it is left out or has too few of them.
  public OptionalDouble median(Placement placement, ToDoubleFunction<Slice> of) {
    double[] values =
        slices.stream()
            .filter(slice -> slice.isSettled() && slice.placement() == placement)
            .mapToDouble(of)
            .toArray();
    return isLeftOut() || values.length < FEWEST_SLICES
        ? OptionalDouble.empty()
        : OptionalDouble.of(Spread.median(values));
  }

  /// The main figure, in the measurement's unit.
  public OptionalDouble value(Placement placement) {
    return median(placement, slice -> slice.figure(measurement.figure()) * measurement.scale());
  }
}
