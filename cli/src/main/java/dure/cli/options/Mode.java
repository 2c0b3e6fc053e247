// SPDX-License-Identifier: Apache-2.0
package dure.cli.options;

import java.util.regex.Pattern;

/// Unix permission bits as people write them, in octal digits.
///
/// @param bits the nine bits
public record Mode(int bits) {
  private static final Pattern TEXT = Pattern.compile("0?[0-7]{3}");

  /// Reads `0660` or `660`.
  ///
  /// @throws IllegalArgumentException if it is neither
  public static Mode parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no mode; write three octal digits, as 0660");
    }
    return new Mode(Integer.parseInt(text, 8));
  }

  /// Four octal digits.
  @Override
  public String toString() {
    String octal = Integer.toOctalString(bits);
    return "0".repeat(4 - octal.length()) + octal;
  }
}
