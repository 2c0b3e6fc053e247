// SPDX-License-Identifier: Apache-2.0
package dure.bench.report;

import static dure.bench.report.Chart.escaped;

import dure.bench.result.Aim;
import dure.bench.result.Run;
import dure.bench.result.Spread;
import dure.bench.result.Summary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The report for people, one page that needs no other file. It begins with the answer: which aims
/// are met, and which are missed by how much.
public final class HtmlReport {
  private static final String STYLE =
      """
      body { font: 15px/1.45 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      table { border-collapse: collapse; margin: .5rem 0 1.5rem; font-variant-numeric: tabular-nums; }
      th, td { padding: .2rem .6rem; border-bottom: 1px solid #ddd; text-align: right; }
      th:first-child, td:first-child { text-align: left; }
      .met { color: #176b2c; } .missed { color: #a3261c; } .unknown { color: #777; }
      svg { width: 100%; height: auto; } footer, .note { color: #555; }
      """;

  private final Summary summary;
  private final List<Run> runs;
  private final Map<String, String> meanings;
  private final Set<String> ours;

  /// @param meanings what each subject is
  /// @param ours which of them are forms of Dure
  public HtmlReport(
      Summary summary, List<Run> runs, Map<String, String> meanings, Set<String> ours) {
    this.summary = summary;
    this.runs = List.copyOf(runs);
    this.meanings = new LinkedHashMap<>(meanings);
    this.ours = Set.copyOf(ours);
  }

  /// The page.
  ///
  /// @param method how the figures came about, in words
  public String page(String method) {
    StringBuilder html = new StringBuilder();
    html.append("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">")
        .append("<title>Dure: what a message costs</title>\n<style>")
        .append(STYLE)
        .append("</style>\n<h1>What a message costs</h1>\n");
    answer(html);
    html.append("<h2>Figures</h2>\n");
    for (Summary.Table table : summary.tables()) {
      html.append("<h3>").append(escaped(TextReport.title(table))).append("</h3>\n");
      html.append(Chart.of(table, table.measurement().title(), ours::contains));
      html.append("<pre>").append(escaped(TextReport.grid(table).toString())).append("</pre>\n");
    }
    subjects(html);
    return html.append("<footer><h2>Method</h2><pre>")
        .append(escaped(method))
        .append("\n")
        .append(escaped(TextReport.leftOut(summary.leftOut())))
        .append("</pre></footer>\n</html>\n")
        .toString();
  }

  /// Each chart as a picture of its own, by a name for its file.
  public Map<String, String> charts() {
    Map<String, String> charts = new LinkedHashMap<>();
    for (Summary.Table table : summary.tables()) {
      String name = table.measurement() + "-" + table.placement();
      charts.put(
          name.toLowerCase(Locale.ROOT).replace('_', '-'),
          Chart.of(table, TextReport.title(table), ours::contains));
    }
    return charts;
  }

  private void answer(StringBuilder html) {
    long met = Aim.ALL.stream().filter(this::isMet).count();
    long judged = Aim.ALL.stream().filter(aim -> aim.reached(runs) != null).count();
    html.append(
        String.format(
            Locale.ROOT,
            "<p><b>%d of the %d aims that this sitting can judge are met.</b></p>%n<table><tr>"
                + "<th>aim<th>processors<th>reached<th>rounds<th></tr>%n",
            met,
            judged));
    Aim.ALL.forEach(aim -> html.append(row(aim, aim.reached(runs))));
    html.append("</table>\n");
  }

  private boolean isMet(Aim aim) {
    Spread reached = aim.reached(runs);
    return reached != null && aim.isMet(reached.median());
  }

  private static String row(Aim aim, @Nullable Spread reached) {
    String where = aim.placement().name().toLowerCase(Locale.ROOT);
    if (reached == null) {
      return "<tr class=\"unknown\"><td>%s<td>%s<td>–<td>0<td>not seen</tr>%n"
          .formatted(escaped(aim.words()), where);
    }
    boolean met = aim.isMet(reached.median());
    return "<tr class=\"%s\"><td>%s<td>%s<td>%s<td>%d<td>%s</tr>%n"
        .formatted(
            met ? "met" : "missed",
            escaped(aim.words()),
            where,
            TextReport.spread(reached),
            reached.count(),
            met ? "met" : "missed");
  }

  private void subjects(StringBuilder html) {
    html.append("<h2>What was measured</h2>\n<table>");
    meanings.forEach((name, meaning) ->
        html.append("<tr><td>")
            .append(escaped(name))
            .append("<td style=\"text-align:left\">")
            .append(escaped(meaning))
            .append("</tr>\n"));
    html.append("</table>\n");
  }
}
