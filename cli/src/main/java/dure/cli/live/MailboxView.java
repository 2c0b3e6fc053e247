// SPDX-License-Identifier: Apache-2.0
package dure.cli.live;

import dure.Capacity;
import dure.MailboxStatus;
import dure.MailboxStatus.Counters;
import dure.MailboxStatus.Details;
import dure.MailboxStatus.Participant;
import dure.cli.io.PidText;
import dure.cli.io.TextWidth;
import dure.cli.options.OptionText;
import dure.inspect.CellInterior;
import dure.inspect.MailboxSnapshot;
import dure.inspect.PairInterior;
import dure.inspect.ParticipantSnapshot;
import dure.inspect.ProcessState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/// One mailbox: how its messages lie, who is there and who waits, and what has been counted.
public final class MailboxView {
  private final History history = new History();
  private final String name;

  public MailboxView(String name) {
    this.name = name;
  }

  /// All of it in so many columns, for the last look.
  public List<AttributedString> lines(MailboxSnapshot snapshot, int width) {
    history.add(System.nanoTime(), snapshot.status());
    List<AttributedString> lines = new ArrayList<>();
    Finding finding = Finding.of(history);
    lines.add(Styles.of(TextWidth.left(name + "  " + choices(snapshot), width), Styles.HEADER));
    lines.add(
        Styles.of(
            "  " + sentence(snapshot, finding), finding.alarm() ? Styles.ALARM : Styles.STRONG));
    drawing(snapshot, width).forEach(line -> lines.add(Styles.of(line, Styles.PLAIN)));
    Details details = snapshot.status().details();
    if (details != null && details.counters() != null) {
      lines.add(AttributedString.EMPTY);
      lines.add(Styles.of("  " + counters(details.counters()), Styles.PLAIN));
    }
    lines.add(AttributedString.EMPTY);
    Letters letters = new Letters(snapshot);
    snapshot.participants().forEach(its -> lines.add(participant(its, snapshot, letters, width)));
    return lines;
  }

  private static String choices(MailboxSnapshot snapshot) {
    Details details = snapshot.status().details();
    return details == null
        ? ""
        : "capacity "
            + details.settings().capacity()
            + ", receivers "
            + OptionText.of(details.settings().receivers())
            + ", order "
            + OptionText.of(details.settings().order())
            + ", when full "
            + OptionText.of(details.settings().whenFull());
  }

  /// What happens right now, in one sentence, and the figures that belong to it.
  private String sentence(MailboxSnapshot snapshot, Finding finding) {
    MailboxStatus status = snapshot.status();
    Details details = status.details();
    if (details == null || status.condition() != MailboxStatus.Condition.LIVE) {
      return "It is " + finding.text() + ".";
    }
    String rates =
        history.sentPerSecond() < 0
            ? ""
            : "  in "
                + FigureText.rate(history.sentPerSecond())
                + "/s, out "
                + FigureText.rate(history.receivedPerSecond())
                + "/s, oldest "
                + FigureText.age(history.oldest());
    return happening(details, finding) + rates;
  }

  private static String happening(Details details, Finding finding) {
    boolean full =
        details.settings().capacity() instanceof Capacity.Bounded(int most)
            && details.depth() >= most;
    if (finding.alarm()) {
      return "A process that took part has died, and the next one repairs what it left.";
    }
    if (details.waitingToSend() > 0) {
      return full ? "The buffer is full: the producer waits." : "A producer waits for room.";
    }
    if (details.waitingToReceive() > 0) {
      return details.depth() == 0
          ? "The buffer is empty: the consumer waits."
          : "A consumer waits for a message of its own.";
    }
    return full ? "The buffer is full." : "No process waits.";
  }

  private static List<String> drawing(MailboxSnapshot snapshot, int width) {
    Letters letters = new Letters(snapshot);
    return switch (snapshot.interior()) {
      case null -> List.of("  " + hole(snapshot) + "; the inside is not to be seen");
      case CellInterior cells -> new RingDrawing(cells, letters, hole(snapshot)).lines(width);
      case PairInterior pair -> PairDrawing.lines(pair, letters, hole(snapshot), width);
    };
  }

  private static String hole(MailboxSnapshot snapshot) {
    Details details = snapshot.status().details();
    return details == null || details.depth() < 0
        ? ""
        : details.depth() + " of " + details.settings().capacity();
  }

  private static String counters(Counters counters) {
    return String.format(
        "sent %d  received %d  redelivered %d  repaired %d  dropped %d  dead %d",
        counters.sent(),
        counters.received(),
        counters.redelivered(),
        counters.repaired(),
        counters.dropped(),
        counters.dead());
  }

  private static AttributedString participant(
      ParticipantSnapshot its, MailboxSnapshot snapshot, Letters letters, int width) {
    Participant participant = its.participant();
    String line =
        String.join(
            " ",
            " ",
            letters.of(participant.id()),
            TextWidth.left(participant.name(), 20),
            TextWidth.right(PidText.of(participant), 8),
            TextWidth.left(roles(participant), 16),
            doing(its, snapshot));
    boolean alarm = !participant.alive();
    AttributedStyle style = alarm ? Styles.ALARM : Styles.PLAIN;
    return Styles.of(TextWidth.cut(line, width), style);
  }

  private static String roles(Participant participant) {
    List<String> roles = new ArrayList<>();
    if (participant.owner()) {
      roles.add("owns");
    }
    if (participant.sends()) {
      roles.add("sends");
    }
    if (participant.receives()) {
      roles.add("receives");
    }
    return String.join(" ", roles);
  }

  private static String doing(ParticipantSnapshot its, MailboxSnapshot snapshot) {
    List<String> all = new ArrayList<>();
    if (!its.participant().alive()) {
      all.add("dead");
    } else if (its.state() == ProcessState.STOPPED) {
      all.add("stopped");
    }
    if (its.participant().waitingToSend() > 0) {
      all.add("waits for room");
    }
    if (its.participant().waitingToReceive() > 0) {
      all.add("waits for a message");
    }
    its.waitingSince()
        .ifPresent(since -> all.add(FigureText.time(Duration.between(since, snapshot.at()))));
    if (its.claims() > 0) {
      all.add("writes " + its.claims());
    }
    if (its.inHand() > 0) {
      all.add("has " + its.inHand() + " in hand");
    }
    its.next().ifPresent(next -> all.add("next " + next));
    return String.join(", ", all);
  }

  /// The same in one line, for a pipe: it changes only when something happens.
  public static String plain(MailboxSnapshot snapshot) {
    String positions =
        switch (snapshot.interior()) {
          case CellInterior cells when cells.in().isPresent() ->
              " in " + cells.in().getAsLong() + " out " + cells.out().orElse(-1);
          case PairInterior pair -> " in " + pair.in() + " out " + pair.out();
          case null, default -> "";
        };
    String waiting =
        snapshot.participants().stream()
            .filter(its -> its.waitingSince().isPresent())
            .map(its ->
                ", "
                    + its.participant().name()
                    + (its.participant().waitingToSend() > 0
                        ? " waits for room"
                        : " waits for a message"))
            .collect(Collectors.joining());
    String hole = hole(snapshot);
    return (hole.isEmpty() ? OptionText.of(snapshot.status().condition()) : hole)
        + positions
        + waiting;
  }
}
