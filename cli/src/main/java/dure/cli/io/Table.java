// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A table for people and for `awk`: columns apart, as wide as a terminal shows them, no lines, no
/// blanks at the end.
///
/// @param <T> what a row shows
final class Table<T> {
  private static final String GAP = "  ";

  private record Column<T>(String header, boolean number, Function<T, @Nullable String> cell) {}

  private final List<Column<T>> columns = new ArrayList<>();

  /// A column of text.
  Table<T> text(@Nullable String header, Function<T, @Nullable String> cell) {
    return column(header, false, cell);
  }

  /// A column of numbers.
  Table<T> number(@Nullable String header, Function<T, @Nullable String> cell) {
    return column(header, true, cell);
  }

  private Table<T> column(
      @Nullable String header, boolean number, Function<T, @Nullable String> cell) {
    columns.add(new Column<>(Objects.requireNonNullElse(header, ""), number, cell));
    return this;
  }

  /// The table with these rows, each line with its newline.
  String of(Collection<T> rows) {
    List<List<String>> lines = new ArrayList<>();
    if (columns.stream().anyMatch(column -> !column.header().isEmpty())) {
      lines.add(columns.stream().map(Column::header).toList());
    }
    rows.forEach(row -> lines.add(columns.stream().map(column -> cell(column, row)).toList()));
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], TextWidth.of(line.get(i)));
      }
    }
    return lines.stream().map(line -> line(line, widths)).collect(Collectors.joining());
  }

  private static <T> String cell(Column<T> column, T row) {
    return Objects.requireNonNullElse(column.cell().apply(row), "");
  }

  private String line(List<String> cells, int[] widths) {
    List<String> padded = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      padded.add(
          columns.get(i).number()
              ? TextWidth.right(cell, widths[i])
              : TextWidth.left(cell, widths[i]));
    }
    return String.join(GAP, padded).stripTrailing() + "\n";
  }
}
