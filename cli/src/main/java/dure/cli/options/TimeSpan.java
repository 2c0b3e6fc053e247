// SPDX-License-Identifier: Apache-2.0
package dure.cli.options;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A time as people write it. Always with its unit: a bare number would mean seconds to one and
/// milliseconds to another.
public final class TimeSpan {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(us|ms|s|m|h)");

  private TimeSpan() {}

  /// Reads `500us`, `100ms`, `2s`, `5m`, `1h`.
  ///
  /// @throws IllegalArgumentException if it is none of these
  public static Duration parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no time; write it with its unit, as 100ms, 2s, 5m");
    }
    return Duration.of(Long.parseLong(parts.group(1)), unit(parts.group(2)));
  }

  private static ChronoUnit unit(String text) {
    return switch (text) {
      case "us" -> ChronoUnit.MICROS;
      case "ms" -> ChronoUnit.MILLIS;
      case "s" -> ChronoUnit.SECONDS;
      case "m" -> ChronoUnit.MINUTES;
      default -> ChronoUnit.HOURS;
    };
  }

  /// The largest unit that leaves a whole number.
  public static String text(Duration time) {
    if (time.isZero()) {
      return "0s";
    }
    for (String unit : List.of("h", "m", "s", "ms", "us")) {
      long nanos = unit(unit).getDuration().toNanos();
      if (time.toNanos() % nanos == 0) {
        return time.toNanos() / nanos + unit;
      }
    }
    return time.toNanos() + "ns";
  }
}
