// SPDX-License-Identifier: Apache-2.0
package dure.bench.report;

import dure.bench.result.Measurement;
import dure.bench.result.Placement;
import dure.bench.result.Run;
import dure.bench.result.Spread;
import dure.bench.result.Summary;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The tables, for a terminal.
public final class TextReport {
  private static final String NOTHING = "-";
  private static final int WHOLE_NUMBERS_FROM = 100;

  private TextReport() {}

  /// All tables, and which runs were left out.
  public static String of(Summary summary) {
    StringBuilder text = new StringBuilder();
    for (Summary.Table table : summary.tables()) {
      text.append(title(table)).append('\n').append(grid(table)).append('\n');
    }
    return text.append(leftOut(summary.leftOut())).toString();
  }

  static String title(Summary.Table table) {
    return table.measurement().title()
        + ". "
        + where(table.placement())
        + ": bare line "
        + spread(table.line())
        + " ns";
  }

  private static String where(Placement placement) {
    return switch (placement) {
      case SIBLINGS -> "[siblings] Processors are threads of one core";
      case NEAR -> "[near] Processors share a cache";
      case FAR -> "[far] Processors share no near cache";
      case LOST -> "[lost] A processor was not running";
    };
  }

  static Grid grid(Summary.Table table) {
    boolean trips = table.measurement() == Measurement.ROUND_TRIP;
    String unit = table.measurement().unit();
    Grid grid =
        trips
            ? new Grid("", unit, "x line", "x rival", "x limit", "p50", "p99", "p99.9", "runs")
            : new Grid("", unit, "x rival", "x limit", "runs");
    for (Summary.Row row : table.rows()) {
      String runs = Integer.toString(row.value().count());
      if (trips) {
        grid.row(
            row.subject(),
            spread(row.value()),
            spread(row.timesLine()),
            spread(row.timesRival()),
            spread(row.timesLimit()),
            median(row.p50()),
            median(row.p99()),
            median(row.p999()),
            runs);
      } else {
        grid.row(
            row.subject(),
            spread(row.value()),
            spread(row.timesRival()),
            spread(row.timesLimit()),
            runs);
      }
    }
    return grid;
  }

  static String spread(@Nullable Spread spread) {
    return spread == null
        ? NOTHING
        : number(spread.median()) + " (" + number(spread.min()) + ".." + number(spread.max()) + ")";
  }

  private static String median(@Nullable Spread spread) {
    return spread == null ? NOTHING : number(spread.median());
  }

  static String number(double value) {
    return String.format(Locale.ROOT, value < WHOLE_NUMBERS_FROM ? "%.2f" : "%.0f", value);
  }

  static String leftOut(List<Run> runs) {
    StringBuilder text = new StringBuilder();
    Spread noise = Spread.of(runs.stream().filter(Run::isNoisy).map(Run::foreign).toList());
    if (noise != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "Left out: %d runs while other work took %.0f to %.0f %% of a processor.%n",
              noise.count(),
              100 * noise.min(),
              100 * noise.max()));
    }
    for (Run run : runs) {
      if (!run.succeeded()) {
        text.append(
            String.format(
                Locale.ROOT,
                "FAILED: %s of %s in round %d: %s%n",
                run.measurement(),
                run.subject(),
                run.round(),
                run.failure()));
      }
    }
    return text.toString();
  }
}
