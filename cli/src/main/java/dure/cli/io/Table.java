// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A table for people and for `awk`: columns apart, no lines, no blanks at the end.
///
/// @param <T> what a row shows
final class Table<T> {
  private static final int INDENT = 1;

  private final List<ColumnData<T>> columns = new ArrayList<>();

  /// A column of text.
  Table<T> text(@Nullable String header, Function<T, @Nullable String> cell) {
    return column(header, HorizontalAlign.LEFT, cell);
  }

  /// A column of numbers.
  Table<T> number(@Nullable String header, Function<T, @Nullable String> cell) {
    return column(header, HorizontalAlign.RIGHT, cell);
  }

  private Table<T> column(
      @Nullable String header, HorizontalAlign align, Function<T, @Nullable String> cell) {
    columns.add(
        new Column()
            .header(header)
            .headerAlign(align)
            .dataAlign(align)
            .maxWidth(Integer.MAX_VALUE, OverflowBehaviour.NEWLINE)
            .with(cell));
    return this;
  }

  /// The table with these rows, each line with its newline.
  String of(Collection<T> rows) {
    return AsciiTable.builder()
        .border(AsciiTable.NO_BORDERS)
        .lineSeparator("\n")
        .data(rows, columns)
        .asString()
        .lines()
        .map(line -> line.substring(INDENT).stripTrailing() + "\n")
        .collect(Collectors.joining());
  }
}
