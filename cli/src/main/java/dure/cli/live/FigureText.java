// SPDX-License-Identifier: Apache-2.0
package dure.cli.live;

import dure.Capacity;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Figures in a few columns.
final class FigureText {
  private static final String UNKNOWN = "-";
  private static final String[] UNITS = {"", "k", "M", "G"};
  private static final int FIRST_UNIT = 10_000;
  private static final String[] FILLS = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

  private FigureText() {}

  /// A rate in up to five columns; negative is unknown.
  static String rate(double perSecond) {
    if (perSecond < 0) {
      return UNKNOWN;
    }
    return perSecond > 0 && perSecond < 10
        ? String.format(Locale.ROOT, "%.1f", perSecond)
        : count(Math.round(perSecond));
  }

  /// A count in up to five columns.
  static String count(long count) {
    if (count < FIRST_UNIT) {
      return Long.toString(count);
    }
    double scaled = count;
    int unit = 0;
    while (scaled >= 999.5 && unit < UNITS.length - 1) {
      scaled /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, scaled < 99.5 ? "%.1f%s" : "%.0f%s", scaled, UNITS[unit]);
  }

  /// A capacity in a few columns.
  static String capacity(Capacity capacity) {
    return switch (capacity) {
      case Capacity.Bounded(int messages) -> count(messages);
      case Capacity.Zero _ -> "0";
      case Capacity.Unbounded _ -> "∞";
      case Capacity.Bytes(long bytes) -> count(bytes) + "B";
    };
  }

  /// How old something is.
  static String age(History.@Nullable Age age) {
    return age == null ? UNKNOWN : (age.atLeast() ? ">" : "") + time(age.age());
  }

  /// A time in up to five columns.
  static String time(Duration time) {
    if (time.compareTo(Duration.ofMinutes(1)) < 0) {
      return String.format(Locale.ROOT, "%.1fs", time.toMillis() / 1000.0);
    }
    if (time.compareTo(Duration.ofHours(1)) < 0) {
      return time.toMinutes() + "m" + time.toSecondsPart() + "s";
    }
    return time.compareTo(Duration.ofDays(1)) < 0
        ? time.toHours() + "h" + time.toMinutesPart() + "m"
        : time.toDays() + "d" + time.toHoursPart() + "h";
  }

  /// A bar that is so full.
  static String bar(double part, int columns) {
    StringBuilder bar = new StringBuilder();
    long eighths = Math.round(Math.clamp(part, 0, 1) * columns * 8);
    if (part > 0 && eighths == 0) {
      eighths = 1;
    }
    for (int column = 0; column < columns; column++) {
      bar.append(eighth(Math.clamp(eighths - column * 8L, 0, 8)));
    }
    return bar.toString();
  }

  private static char eighth(int eighths) {
    return eighths == 0 ? '·' : (char) ('█' + (8 - eighths));
  }

  /// One column that is so full, from below.
  static String column(double part) {
    int eighths = (int) Math.round(Math.clamp(part, 0, 1) * 8);
    return FILLS[part > 0 && eighths == 0 ? 1 : eighths];
  }
}
