// SPDX-License-Identifier: Apache-2.0
package dure.cli.options;

import java.util.regex.Pattern;

/// Counts, numbers and ranks as people write them.
public final class Count {
  private static final Pattern TEXT = Pattern.compile("\\d{1,9}");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final Pattern SIGNED = Pattern.compile("[+-]?\\d{1,9}");

  private Count() {}

  /// Reads decimal digits.
  ///
  /// @throws IllegalArgumentException if there is anything else
  public static int parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is no number; write how many");
    }
    return Integer.parseInt(text);
  }

  /// Reads the number of a message: decimal digits, from 1 on, and more of them than a count has.
  ///
  /// @throws IllegalArgumentException if there is anything else
  public static long parseNumber(String text) {
    if (!NUMBER.matcher(text).matches() || Long.parseLong(text) == 0) {
      throw new IllegalArgumentException("'" + text + "' is no number; numbers are from 1 on");
    }
    return Long.parseLong(text);
  }

  /// Reads a priority or a rank: decimal digits, and a sign if need be.
  ///
  /// @throws IllegalArgumentException if there is anything else
  public static int parseSigned(String text) {
    if (!SIGNED.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is no number; write one, as 5 or -5");
    }
    return Integer.parseInt(text);
  }
}
