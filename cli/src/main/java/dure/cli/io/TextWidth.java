// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import org.jline.utils.WCWidth;

/// The columns that text takes in a terminal, where a Korean letter takes two.
public final class TextWidth {
  private static final char ELLIPSIS = '…';

  private TextWidth() {}

  /// The columns of a text. Control characters take none.
  public static int of(String text) {
    return text.codePoints().map(TextWidth::of).sum();
  }

  private static int of(int codePoint) {
    return Math.max(0, WCWidth.wcwidth(codePoint));
  }

  /// A text in exactly so many columns, at the left of them; the end of one that is too long is cut
  /// off, and an ellipsis says so.
  public static String left(String text, int columns) {
    String cut = cut(text, columns);
    return cut + " ".repeat(columns - of(cut));
  }

  /// The same at the right.
  public static String right(String text, int columns) {
    String cut = cut(text, columns);
    return " ".repeat(columns - of(cut)) + cut;
  }

  /// A text in exactly so many columns, at the left of them; of one that is too long the middle is
  /// left out, and an ellipsis says so: two long names differ at their ends as often as not.
  public static String leftAndEnd(String text, int columns) {
    if (of(text) <= columns || columns < 1) {
      return left(text, columns);
    }
    int[] codePoints = text.codePoints().toArray();
    int room = columns - 1;
    int from = 0;
    int width = 0;
    while (width + of(codePoints[from]) <= (room + 1) / 2) {
      width += of(codePoints[from++]);
    }
    int to = codePoints.length;
    while (width + of(codePoints[to - 1]) <= room) {
      width += of(codePoints[--to]);
    }
    return new String(codePoints, 0, from)
        + ELLIPSIS
        + new String(codePoints, to, codePoints.length - to)
        + " ".repeat(room - width);
  }

  /// As much of a text as fits into so many columns.
  public static String cut(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int width = 0;
    for (int codePoint : text.codePoints().toArray()) {
      width += of(codePoint);
      if (width > columns - 1) {
        break;
      }
      cut.appendCodePoint(codePoint);
    }
    return columns > 0 ? cut.append(ELLIPSIS).toString() : "";
  }
}
