// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import dure.bench.result.Measurement;
import dure.bench.result.Slice;
import java.io.IOException;
import java.util.List;

/// Something that can be measured, in two processes of its own.
public interface Subject {
  /// What the table calls it.
  String name();

  /// What it is, in one line.
  String meaning();

  /// The subject that it is compared with; itself if there is none.
  String rival();

  /// Whether it is a form of Dure.
  default boolean isDure() {
    return false;
  }

  /// Whether a measurement makes sense for it.
  boolean takesPartIn(Measurement measurement);

  /// Measures it once.
  ///
  /// @throws RunFailedException if it did not come to an end, or messages were lost, out of order
  ///   or damaged
  List<Slice> run(Measurement measurement, Timing timing)
      throws RunFailedException, IOException, InterruptedException;
}
