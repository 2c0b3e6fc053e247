// SPDX-License-Identifier: Apache-2.0
package dure.cli.options;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes as people write it.
///
/// @param bytes how many
public record ByteSize(long bytes) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})([KMG]?)(?:iB|B)?");
  private static final String UNITS = "KMG";
  private static final int STEP = 1024;

  /// Reads `65536`, `64K`, `1M`, `2G`; `64KiB` is the same as `64K`.
  ///
  /// @throws IllegalArgumentException if it is none of these
  public static ByteSize parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no size; write bytes, or 64K, 1M, 2G");
    }
    long unit = 1;
    for (int i = parts.group(2).isEmpty() ? -1 : UNITS.indexOf(parts.group(2)); i >= 0; i--) {
      unit *= STEP;
    }
    try {
      return new ByteSize(Math.multiplyExact(Long.parseLong(parts.group(1)), unit));
    } catch (ArithmeticException overflow) {
      throw new IllegalArgumentException("'" + text + "' is more than can be counted", overflow);
    }
  }

  /// The largest unit that leaves at least one of it: `64 KiB`, `1.5 MiB`, `17 B`.
  @Override
  public String toString() {
    long step = 1;
    int unit = -1;
    while (bytes / step >= STEP && unit < UNITS.length() - 1) {
      step *= STEP;
      unit++;
    }
    return unit < 0 ? bytes + " B" : inUnits(step) + " " + UNITS.charAt(unit) + "iB";
  }

  /// To a tenth, rounded. Not by a format, which takes milliseconds to load.
  private String inUnits(long step) {
    long whole = bytes / step;
    long rest = bytes % step;
    if (rest == 0) {
      return Long.toString(whole);
    }
    long tenths = whole * 10 + (rest * 10 + step / 2) / step;
    return tenths / 10 + "." + tenths % 10;
  }
}
