// SPDX-License-Identifier: Apache-2.0
package dure.bench.report;

import java.util.ArrayList;
import java.util.List;

/// Text in columns: the first flush left, the others flush right.
public final class Grid {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /// @param heads of the columns
  public Grid(String... heads) {
    row(heads);
  }

  /// Adds a row, of as many cells as there are heads.
  public void row(String... cells) {
    rows.add(List.of(cells));
  }

  @Override
  public String toString() {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      text.append(GAP).append(row.getFirst()).repeat(' ', widths[0] - row.getFirst().length());
      for (int column = 1; column < widths.length; column++) {
        String cell = row.get(column);
        text.append(GAP).repeat(' ', widths[column] - cell.length()).append(cell);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
