// SPDX-License-Identifier: Apache-2.0
package dure.cli.live;

import dure.inspect.PairInterior;
import dure.inspect.RecordSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The ring of a pair, drawn as a band of bytes, in which each message is as long as it is.
final class PairDrawing {
  private static final int MARGIN = 2;
  private static final int MOST_NAMED = 8;

  private PairDrawing() {}

  static List<String> lines(PairInterior pair, Letters letters, String hole, int width) {
    int columns = Math.max(1, width - 2 * MARGIN);
    char[] band = new char[columns];
    Arrays.fill(band, '·');
    for (RecordSnapshot record : pair.listed()) {
      int from = column(record.offset(), pair, columns);
      int to = column(record.offset() + record.bytes() - 1, pair, columns);
      char sender = record.sender().isPresent() ? letters.of(record.sender()).charAt(0) : '-';
      for (int at = from; at <= to; at++) {
        band[at % columns] = sender;
      }
    }
    String side = " ".repeat(MARGIN);
    List<String> lines = new ArrayList<>();
    lines.add(side + " ".repeat(column(pair.tail(), pair, columns)) + "▼ in");
    lines.add(side + new String(band));
    lines.add(side + " ".repeat(column(pair.head(), pair, columns)) + "▲ out");
    lines.add(side + hole + ", a ring of " + pair.ringBytes() + " bytes");
    lines.add(side + named(pair, letters));
    return lines;
  }

  private static int column(long offset, PairInterior pair, int columns) {
    return (int) (Math.floorMod(offset, pair.ringBytes()) * columns / pair.ringBytes());
  }

  /// The first messages: sender and length, in the receiver's hands in parentheses.
  private static String named(PairInterior pair, Letters letters) {
    return pair.listed().stream()
        .limit(MOST_NAMED)
        .map(record -> {
          String text = letters.of(record.sender()) + record.size();
          return record.deliveries() > 0 ? "(" + text + ")" : text;
        })
        .collect(Collectors.joining(" "));
  }
}
