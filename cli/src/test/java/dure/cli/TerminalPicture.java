// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A picture of a terminal's screen, for the documents: `target/pictures/NAME.svg`.
final class TerminalPicture {
  private static final Pattern STYLE = Pattern.compile("\u001b\\[([0-9;]*)m");
  private static final double WIDE = 8.4;
  private static final int HIGH = 18;
  private static final int EDGE = 12;

  private final StringBuilder svg = new StringBuilder();
  private boolean bold;
  private boolean dim;
  private boolean reverse;

  private TerminalPicture() {}

  /// Writes what `tmux capture-pane -e -p` tells.
  static void write(String name, int columns, List<String> screen) throws IOException {
    TerminalPicture picture = new TerminalPicture();
    for (int row = 0; row < screen.size(); row++) {
      picture.line(screen.get(row), EDGE + row * HIGH);
    }
    long width = Math.round(columns * WIDE) + 2 * EDGE;
    int height = screen.size() * HIGH + 2 * EDGE;
    String text =
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d">
        <rect width="%d" height="%d" rx="10" fill="#14171f"/>
        <g font-family="ui-monospace,'DejaVu Sans Mono',monospace" font-size="14" xml:space="preserve">
        %s</g>
        </svg>
        """
            .formatted(width, height, width, height, width, height, picture.svg);
    Path file = Path.of("target", "pictures", name + ".svg");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private void line(String line, int top) {
    Matcher style = STYLE.matcher(line);
    int from = 0;
    int column = 0;
    while (style.find()) {
      column = piece(line.substring(from, style.start()), column, top);
      choose(style.group(1));
      from = style.end();
    }
    piece(line.substring(from), column, top);
  }

  /// Each character has its own place, so that the font of the picture's viewer does not matter.
  private int piece(String text, int column, int top) {
    if (reverse && !text.isEmpty()) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#e8e6df\"/>%n",
              EDGE + column * WIDE,
              top,
              text.length() * WIDE,
              HIGH));
    }
    if (!text.isBlank()) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" textLength=\"%.1f\" fill=\"%s\"%s>%s</text>%n",
              EDGE + column * WIDE,
              top + HIGH - 5,
              text.length() * WIDE,
              reverse ? "#14171f" : dim ? "#8b8f9a" : "#e8e6df",
              bold ? " font-weight=\"bold\"" : "",
              text.replace("&", "&amp;").replace("<", "&lt;").replace(' ', '\u00a0')));
    }
    return column + text.length();
  }

  private void choose(String codes) {
    for (String code : codes.split(";", -1)) {
      switch (code) {
        case "", "0" -> {
          bold = false;
          dim = false;
          reverse = false;
        }
        case "1" -> bold = true;
        case "2" -> dim = true;
        case "7" -> reverse = true;
        default -> {
          // A colour: the picture has one.
        }
      }
    }
  }
}
