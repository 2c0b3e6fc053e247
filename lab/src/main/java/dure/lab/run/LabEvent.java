// SPDX-License-Identifier: Apache-2.0
package dure.lab.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that a process told, or that was done to it.
///
/// @param nanos when, by the machine's monotonic clock
/// @param letter of the process
/// @param word what
/// @param arguments more of it
record LabEvent(long nanos, String letter, String word, List<String> arguments) {

  /// An event of a line `NANOS WORD ARGUMENTS`; null if the line is none.
  static @Nullable LabEvent of(String letter, String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length < 2 || !parts[0].matches("[0-9]{1,18}")) {
      return null;
    }
    return new LabEvent(
        Long.parseLong(parts[0]), letter, parts[1], List.of(parts).subList(2, parts.length));
  }
}
