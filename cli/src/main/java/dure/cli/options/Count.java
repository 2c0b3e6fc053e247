// SPDX-License-Identifier: Apache-2.0
package dure.cli.options;

import java.util.regex.Pattern;

/// A count as people write it.
public final class Count {
  private static final Pattern TEXT = Pattern.compile("\\d{1,9}");

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
}
