// SPDX-License-Identifier: Apache-2.0
package dure.cli.live;

import dure.inspect.CellInterior;
import dure.inspect.CellSnapshot;
import dure.inspect.CellState;
import dure.inspect.SectorSnapshot;
import dure.inspect.SegmentSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The cells of a mailbox, drawn: a ring up to 32 of them, a strip up to 128, sectors beyond; the
/// segments of an unbounded one, the offers of a rendezvous.
///
/// A letter is a message of that sender. `~A` is being written, `(A)` in a receiver's hands, `A!`
/// late, `/A` passed over, `A✓` done, `×A` of a dead process. `in` stands outside of the ring,
/// `out` inside, so that neither covers the other.
final class RingDrawing {
  private static final int CELL = 4;
  private static final int MOST_IN_RING = 32;
  private static final int MARGIN = 2;

  private final CellInterior cells;
  private final Letters letters;
  private final String hole;

  /// @param hole what stands in the ring's middle
  RingDrawing(CellInterior cells, Letters letters, String hole) {
    this.cells = cells;
    this.letters = letters;
    this.hole = hole;
  }

  List<String> lines(int width) {
    if (cells.cellsOfSegment() > 0) {
      return segments(width);
    }
    if (cells.listed().size() < cells.cells()) {
      return cells.sectors().isEmpty() ? offers() : sectors(width);
    }
    int inRow = Math.ceilDiv(cells.cells(), 2);
    return cells.cells() <= MOST_IN_RING && inRow * CELL + 2 * MARGIN + 2 <= width
        ? ring(inRow)
        : strip(width);
  }

  // The ring: clockwise from its left end, the second half from right to left.

  private List<String> ring(int inRow) {
    int all = cells.cells();
    int in = cell(cells.in());
    int out = cell(cells.out());
    int inner = inRow * CELL - 1;
    String side = " ".repeat(MARGIN);
    List<String> lines = new ArrayList<>();
    lines.add(side + " " + mark(in, "in▼", 0, inRow));
    lines.add(side + "╭" + row(0, inRow, inRow) + "╮");
    lines.add(side + "|" + fit(mark(out, "out▲", 0, inRow), inner) + "|");
    lines.add(side + "|" + centre(hole, inner) + "|");
    lines.add(side + "|" + fit(mark(out, "out▼", inRow, all), inner) + "|");
    lines.add(side + "╰" + row(all - 1, inRow - 1, inRow) + "╯");
    lines.add(side + " " + mark(in, "in▲", inRow, all));
    return lines;
  }

  /// The cells from one to the other, in either direction, and blanks for those that are not there.
  private String row(int from, int to, int columns) {
    StringBuilder row = new StringBuilder();
    int step = from < to ? 1 : -1;
    int missing = columns - Math.abs(to - from);
    row.append("    ".repeat(step < 0 ? missing : 0));
    for (int index = from; index != to; index += step) {
      row.append(centre(text(cells.listed().get(index)), CELL - 1)).append('|');
    }
    row.append("    ".repeat(step > 0 ? missing : 0));
    return row.substring(0, row.length() - 1);
  }

  /// A mark at a cell of one half, whose arrow is in the middle of the cell.
  private String mark(int index, String text, int from, int to) {
    if (index < from || index >= to) {
      return "";
    }
    int inRow = Math.ceilDiv(cells.cells(), 2);
    int column = index < inRow ? index : 2 * inRow - 1 - index;
    int arrow = column * CELL + 1;
    int before = arrow - (text.length() - 1);
    return before >= 0
        ? " ".repeat(before) + text
        : " ".repeat(arrow) + text.charAt(text.length() - 1) + text.substring(0, text.length() - 1);
  }

  private int cell(OptionalLong position) {
    return position.isPresent() ? (int) (position.getAsLong() % cells.cells()) : -1;
  }

  private static String fit(String text, int columns) {
    String cut = text.substring(0, Math.min(columns, text.length()));
    return cut + " ".repeat(columns - cut.length());
  }

  private static String centre(String text, int columns) {
    String cut = text.substring(0, Math.min(columns, text.length()));
    int before = (columns - cut.length()) / 2;
    return fit(" ".repeat(before) + cut, columns);
  }

  private String text(CellSnapshot cell) {
    if (cell.orphaned()) {
      return "×" + letters.of(cell.sender().isPresent() ? cell.sender() : cell.holder());
    }
    return switch (cell.state()) {
      case FREE -> "·";
      case WRITING -> "~" + letters.of(cell.holder());
      case FULL -> letters.of(cell.sender()) + again(cell);
      case READING -> "(" + letters.of(cell.sender()) + ")";
      case REVOKED -> "/" + letters.of(cell.holder());
      case LATE -> letters.of(cell.sender()) + "!";
      case DONE -> letters.of(cell.sender()) + "✓";
      case DAMAGED -> "??";
    };
  }

  private static String again(CellSnapshot cell) {
    return cell.redelivered() > 0 ? "×" + (cell.redelivered() + 1) : "";
  }

  // The strip: a column each.

  private List<String> strip(int width) {
    int inRow = Math.max(1, width - 2 * MARGIN);
    List<String> lines = new ArrayList<>();
    StringBuilder row = new StringBuilder();
    for (CellSnapshot cell : cells.listed()) {
      row.append(column(cell));
      if (row.length() == inRow || cell.index() == cells.cells() - 1) {
        lines.add(" ".repeat(MARGIN) + row);
        row.setLength(0);
      }
    }
    lines.add("");
    lines.add(" ".repeat(MARGIN) + hole + positions());
    return lines;
  }

  private String column(CellSnapshot cell) {
    if (cell.orphaned()) {
      return "×";
    }
    return switch (cell.state()) {
      case FREE -> "·";
      case WRITING, REVOKED -> "~";
      case FULL, LATE -> letters.of(cell.sender());
      case READING -> "○";
      case DONE -> "✓";
      case DAMAGED -> "?";
    };
  }

  private String positions() {
    return (cells.in().isPresent() ? ", in at cell " + cell(cells.in()) : "")
        + (cells.out().isPresent() ? ", out at cell " + cell(cells.out()) : "");
  }

  // Sectors: as full as they are; below, the cells around in and out.

  private List<String> sectors(int width) {
    int inRow = Math.max(1, width - 2 * MARGIN);
    int columns = Math.min(inRow, cells.sectors().size());
    StringBuilder bar = new StringBuilder();
    for (int column = 0; column < columns; column++) {
      int from = column * cells.sectors().size() / columns;
      int to = (column + 1) * cells.sectors().size() / columns;
      List<SectorSnapshot> several = cells.sectors().subList(from, to);
      int all = several.stream().mapToInt(SectorSnapshot::cells).sum();
      int messages =
          several.stream()
              .flatMap(sector -> sector.messages().values().stream())
              .mapToInt(count -> count)
              .sum();
      bar.append(messages == 0 ? "·" : FigureText.column((double) messages / all));
    }
    List<String> lines = new ArrayList<>();
    lines.add(" ".repeat(MARGIN) + bar);
    lines.add(" ".repeat(MARGIN) + hole + positions());
    lines.add(lens("out", cells.out()));
    lines.add(lens("in", cells.in()));
    return lines;
  }

  private String lens(String name, OptionalLong position) {
    if (position.isEmpty()) {
      return "";
    }
    StringBuilder lens = new StringBuilder(" ".repeat(MARGIN) + fit(name, 4));
    for (int i = -CellInterior.AROUND; i <= CellInterior.AROUND; i++) {
      int index = (int) Math.floorMod(position.getAsLong() + i, (long) cells.cells());
      String text =
          cells.listed().stream()
              .filter(cell -> cell.index() == index)
              .findFirst()
              .map(this::text)
              .orElse(" ");
      lens.append(i == 0 ? "▶" : "|").append(centre(text, CELL - 1));
    }
    return lens.append('|').toString();
  }

  // Segments, the oldest first.

  private List<String> segments(int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder train = new StringBuilder(" ".repeat(MARGIN));
    for (SegmentSnapshot segment : cells.segments()) {
      double part = (double) segment.messages() / cells.cellsOfSegment();
      train.append(segment.busy() ? "[~~]" : "[" + FigureText.bar(part, 2) + "]");
    }
    lines.add(train.substring(0, Math.min(train.length(), width)));
    lines.add(
        " ".repeat(MARGIN)
            + hole
            + ", "
            + cells.segmentsPresent()
            + " segments of "
            + cells.cellsOfSegment()
            + " cells");
    lines.add(lens("out", cells.out()));
    lines.add(lens("in", cells.in()));
    return lines;
  }

  // A rendezvous holds nothing; what stands there is offered.

  private List<String> offers() {
    List<String> lines = new ArrayList<>();
    lines.add(" ".repeat(MARGIN) + "a rendezvous: nothing is stored");
    for (CellSnapshot cell : cells.listed()) {
      if (cell.state() == CellState.FULL || cell.state() == CellState.READING) {
        lines.add(
            " ".repeat(2 * MARGIN)
                + letters.of(cell.sender())
                + (cell.state() == CellState.FULL ? " offers " : " hands over ")
                + cell.size()
                + " bytes");
      }
    }
    return lines;
  }
}
