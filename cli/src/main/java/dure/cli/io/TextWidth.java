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
