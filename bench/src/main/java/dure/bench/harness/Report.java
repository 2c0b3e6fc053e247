// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import dure.bench.result.Slice;
import java.util.List;

/// Reads what the driver of a run printed.
final class Report {
  private static final String CHECKED = "checked ";
  private static final String WHOLE_AND_IN_ORDER = "misplaced=0 damaged=0";

  private Report() {}

  /// The slices, if all went well.
  static List<Slice> read(List<String> output) throws RunFailedException {
    boolean checked = false;
    for (String line : output) {
      if (line.startsWith(CHECKED) && !line.endsWith(WHOLE_AND_IN_ORDER)) {
        throw new RunFailedException(line);
      }
      checked |= line.startsWith(CHECKED);
    }
    if (!checked) {
      throw new RunFailedException(String.join("\n", output));
    }
    return output.stream().filter(line -> line.startsWith(Slice.START)).map(Slice::of).toList();
  }
}
