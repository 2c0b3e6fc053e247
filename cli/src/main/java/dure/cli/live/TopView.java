// SPDX-License-Identifier: Apache-2.0
package dure.cli.live;

import dure.Address;
import dure.Capacity;
import dure.MailboxStatus;
import dure.MailboxStatus.Details;
import dure.cli.io.TextWidth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/// All mailboxes, a row each, with what changes: depth, rates, age of the oldest message, and the
/// one thing worth a look.
public final class TopView {
  private static final int DEPTH = 11;
  private static final int FULL = 5;
  private static final int RATE = 6;
  private static final int AGE = 7;
  private static final int FINDING = 16;
  private static final int FIXED = DEPTH + FULL + 2 * RATE + AGE + FINDING + 6;
  private static final int LEAST_NAME = 12;

  /// By what rows are sorted.
  public enum Sort {
    NAME('n'),
    DEPTH('d'),
    FULL('f'),
    IN('i'),
    OUT('o'),
    AGE('a');

    private final char key;

    Sort(char key) {
      this.key = key;
    }

    /// The one of a key; null if there is none.
    static @Nullable Sort of(char key) {
      for (Sort sort : values()) {
        if (sort.key == key) {
          return sort;
        }
      }
      return null;
    }
  }

  private Map<Address, History> histories = new HashMap<>();
  private Sort sort = Sort.NAME;
  private boolean reversed;
  private String filter = "";

  /// Notes how all mailboxes look now; of those that are gone nothing is kept.
  public void add(List<MailboxStatus> all) {
    long now = System.nanoTime();
    Map<Address, History> kept = new HashMap<>();
    for (MailboxStatus status : all) {
      History history = histories.getOrDefault(status.address(), new History());
      history.add(now, status);
      kept.put(status.address(), history);
    }
    histories = kept;
  }

  public void filter(String part) {
    filter = part;
  }

  public String filter() {
    return filter;
  }

  /// Sorts by another column, or the other way round if it is that already; whether the key is one
  /// that sorts.
  public boolean sort(char key) {
    Sort wanted = Sort.of(key);
    if (wanted == null) {
      return false;
    }
    reversed = sort == wanted && !reversed;
    sort = wanted;
    return true;
  }

  /// How many mailboxes there are, filtered or not.
  public int size() {
    return histories.size();
  }

  /// The mailboxes to be shown, in the order of the rows.
  public List<History> rows() {
    Comparator<History> order = order();
    return histories.values().stream()
        .filter(history -> name(history).contains(filter))
        .sorted((reversed ? order.reversed() : order).thenComparing(TopView::name))
        .toList();
  }

  /// Figures begin with the greatest, names with the first.
  private Comparator<History> order() {
    return switch (sort) {
      case NAME -> Comparator.comparing(TopView::name);
      case DEPTH -> Comparator.comparingLong(TopView::depth).reversed();
      case FULL -> Comparator.comparingDouble(TopView::full).reversed();
      case IN -> Comparator.comparingDouble(History::sentPerSecond).reversed();
      case OUT -> Comparator.comparingDouble(History::receivedPerSecond).reversed();
      case AGE -> Comparator.comparingLong(TopView::age).reversed();
    };
  }

  /// The address of a row's mailbox.
  public static String name(History history) {
    MailboxStatus status = history.status();
    return status == null ? "" : status.address().toString();
  }

  private static @Nullable Details details(History history) {
    MailboxStatus status = history.status();
    return status == null ? null : status.details();
  }

  private static long depth(History history) {
    Details details = details(history);
    return details == null ? -1 : details.depth();
  }

  private static double full(History history) {
    Details details = details(history);
    return details != null && details.settings().capacity() instanceof Capacity.Bounded(int most)
        ? (double) details.depth() / most
        : 0;
  }

  private static long age(History history) {
    History.Age age = history.oldest();
    return age == null ? -1 : age.age().toNanos();
  }

  /// The line above the rows.
  public static AttributedString header(int width) {
    return Styles.of(
        " " + row(width, "MAILBOX", "DEPTH", "FULL", "IN/S", "OUT/S", "OLDEST", "FINDING"),
        Styles.HEADER);
  }

  /// A row.
  public static AttributedString line(History history, int width, boolean chosen) {
    Finding finding = Finding.of(history);
    Details details = details(history);
    String line =
        details == null
            ? row(width, name(history), "-", "", "-", "-", "-", finding.text())
            : row(
                width,
                name(history),
                outOf(details),
                FigureText.bar(full(history), FULL),
                FigureText.rate(history.sentPerSecond()),
                FigureText.rate(history.receivedPerSecond()),
                FigureText.age(history.oldest()),
                finding.text());
    AttributedStyle style = finding.alarm() ? Styles.ALARM : Styles.PLAIN;
    return Styles.of((chosen ? ">" : " ") + line, chosen ? style.bold() : style);
  }

  private static String outOf(Details details) {
    String depth = details.depth() < 0 ? "?" : FigureText.count(details.depth());
    return depth + "/" + FigureText.capacity(details.settings().capacity());
  }

  private static String row(
      int width,
      String name,
      String depth,
      String full,
      String in,
      String out,
      String age,
      String finding) {
    int forName = Math.max(LEAST_NAME, width - FIXED - 1);
    return String.join(
        " ",
        TextWidth.leftAndEnd(name, forName),
        TextWidth.right(depth, DEPTH),
        TextWidth.left(full, FULL),
        TextWidth.right(in, RATE),
        TextWidth.right(out, RATE),
        TextWidth.right(age, AGE),
        TextWidth.left(finding, FINDING));
  }

  /// The rows as text alone, for a pipe.
  public String plain(int width) {
    List<String> lines = new ArrayList<>();
    lines.add(header(width).toString().substring(1));
    rows().forEach(history -> lines.add(line(history, width, false).toString().substring(1)));
    return String.join("\n", lines.stream().map(String::stripTrailing).toList()) + "\n";
  }

  /// What rows are sorted by, in words.
  public String sorted() {
    return sort.name().toLowerCase(Locale.ROOT) + (reversed ? ", reversed" : "");
  }
}
