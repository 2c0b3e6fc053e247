// SPDX-License-Identifier: Apache-2.0
package dure.bench.report;

import dure.bench.result.Spread;
import dure.bench.result.Summary;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// A table as bars, the best on top: each bar ends at the median, and a thin line shows the least
/// and the greatest of the runs. The axis is logarithmic, because the peers lie orders of magnitude
/// apart.
final class Chart {
  private static final int LABEL = 150;
  private static final int BARS = 480;
  private static final int VALUE = 150;
  private static final int ROW = 22;
  private static final int HEAD = 34;
  private static final String DURE = "#1f5fa8";
  private static final String LIMIT = "#8a8a8a";
  private static final String OTHER = "#c9822b";

  private Chart() {}

  /// A picture that stands alone.
  ///
  /// @param isOurs whether a subject is a form of Dure
  static String of(Summary.Table table, String title, Predicate<String> isOurs) {
    boolean lessIsBetter = table.measurement().lessIsBetter();
    Comparator<Summary.Row> order = Comparator.comparingDouble(row -> row.value().median());
    List<Summary.Row> rows =
        table.rows().stream().sorted(lessIsBetter ? order : order.reversed()).toList();
    double low = rows.stream().mapToDouble(row -> row.value().min()).min().orElse(1);
    double high = rows.stream().mapToDouble(row -> row.value().max()).max().orElse(10);
    Scale scale = Scale.over(low, high);
    int height = HEAD + rows.size() * ROW + 10;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\" role=\"img\"><rect width=\"100%%\""
                + " height=\"100%%\" fill=\"#fff\"/><text x=\"4\" y=\"16\""
                + " font-weight=\"bold\">%s</text>%n",
            LABEL + BARS + VALUE,
            height,
            escaped(title)));
    scale.decades(svg, height);
    int y = HEAD;
    for (Summary.Row row : rows) {
      String color = isLimit(row.subject()) ? LIMIT : isOurs.test(row.subject()) ? DURE : OTHER;
      bar(svg, scale, row, table.measurement().unit(), color, y);
      y += ROW;
    }
    return svg.append("</svg>\n").toString();
  }

  private static void bar(
      StringBuilder svg, Scale scale, Summary.Row row, String unit, String color, int y) {
    Spread value = row.value();
    int middle = y + ROW / 2 - 2;
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text><rect x=\"%d\" y=\"%d\" width=\""
                + "%.1f\" height=\"%d\" fill=\"%s\"/><path d=\"M%.1f %dH%.1f\" stroke=\"#111\"/>"
                + "<text x=\"%d\" y=\"%d\">%s %s</text>%n",
            LABEL - 6,
            y + 13,
            escaped(row.subject()),
            LABEL,
            y + 2,
            scale.at(value.median()),
            ROW - 8,
            color,
            LABEL + scale.at(value.min()),
            middle,
            LABEL + scale.at(value.max()),
            LABEL + BARS + 8,
            y + 13,
            TextReport.number(value.median()),
            unit));
  }

  private static boolean isLimit(String subject) {
    return subject.startsWith("c-") || subject.endsWith("-line");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /// A logarithmic axis from one power of ten to another.
  private record Scale(double low, double high) {
    static Scale over(double low, double high) {
      double from = Math.floor(Math.log10(low));
      double to = Math.ceil(Math.log10(high));
      return new Scale(from, Math.max(to, from + 1));
    }

    double at(double value) {
      return BARS * (Math.log10(value) - low) / (high - low);
    }

    void decades(StringBuilder svg, int height) {
      for (double decade = low; decade <= high; decade++) {
        double x = LABEL + at(Math.pow(10, decade));
        svg.append(
            String.format(
                Locale.ROOT,
                "<path d=\"M%.1f %dV%d\" stroke=\"#ddd\"/><text x=\"%.1f\" y=\"%d\" fill=\"#777\""
                    + " font-size=\"10\" text-anchor=\"middle\">%s</text>%n",
                x,
                HEAD,
                height - 4,
                x,
                HEAD - 4,
                decade(decade)));
      }
    }

    private static String decade(double power) {
      double value = Math.pow(10, power);
      return value >= 1 ? String.format(Locale.ROOT, "%,.0f", value) : Double.toString(value);
    }
  }
}
