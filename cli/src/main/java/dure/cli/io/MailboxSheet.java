// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import dure.Capacity;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.MailboxStatus.Counters;
import dure.MailboxStatus.Details;
import dure.MailboxStatus.Participant;
import dure.Occupancy;
import dure.cli.options.ByteSize;
import dure.cli.options.Mode;
import dure.cli.options.OptionText;
import dure.cli.options.TimeSpan;
import java.util.ArrayList;
import java.util.List;

/// All there is to know about one mailbox: a fact in a line, then its participants.
public final class MailboxSheet {
  /// @param name of the fact
  /// @param value of it
  private record Fact(String name, String value) {}

  private final List<Fact> facts = new ArrayList<>();

  private MailboxSheet() {}

  /// The sheet of this mailbox.
  public static String of(MailboxStatus status) {
    MailboxSheet sheet = new MailboxSheet();
    sheet.add("mailbox", status.address().toString());
    sheet.add("condition", OptionText.of(status.condition()));
    sheet.add("buffering", OptionText.of(status.buffering()));
    Details details = status.details();
    if (details != null) {
      sheet.choices(details);
      if (details.participantsKnown()) {
        sheet.traffic(details);
      }
      if (details.counters() != null) {
        sheet.counters(details.counters());
      }
      details.notes().forEach(sheet::add);
    }
    String text = new Table<Fact>().text(null, Fact::name).text(null, Fact::value).of(sheet.facts);
    return details == null || details.participants().isEmpty()
        ? text
        : text + "\n" + participants(details);
  }

  private void add(String name, String value) {
    facts.add(new Fact(name, value));
  }

  private void choices(Details details) {
    MailboxSettings settings = details.settings();
    add("depth", depth(details.depth(), settings.capacity()));
    add("message size", "up to " + new ByteSize(settings.messageSize()));
    add("receivers", OptionText.of(settings.receivers()));
    add("order", OptionText.of(settings.order()));
    add("when full", OptionText.of(settings.whenFull()));
    add("dead letters", deadLetters(settings));
    add("max in flight", maxInFlight(settings));
    add("owner", owner(details));
    add(
        "access",
        String.format(
            "user %s, group %s, mode %s",
            details.user(), details.group(), new Mode(settings.mode())));
    add("patience", TimeSpan.text(settings.patience()));
    add("bytes", details.bytes() + " (" + new ByteSize(details.bytes()) + ")");
  }

  private static String depth(long depth, Capacity capacity) {
    return switch (capacity) {
      case Capacity.Bounded bounded -> depth + " of " + bounded + " messages";
      case Capacity.Bytes(long bytes) ->
          (depth == Occupancy.UNKNOWN ? "" : depth + " messages: ")
              + "as many as fit into "
              + new ByteSize(bytes);
      case Capacity.Zero zero -> depth + " messages: capacity zero, senders hand over to receivers";
      case Capacity.Unbounded(long limit) ->
          depth + " messages: unbounded, up to " + new ByteSize(limit);
    };
  }

  private static String deadLetters(MailboxSettings settings) {
    return settings.attempts() == 0
        ? "-"
        : "to '" + settings.deadLetters() + "' after " + settings.attempts() + " attempts";
  }

  private static String maxInFlight(MailboxSettings settings) {
    return settings.maxInFlight() == 0
        ? "any number"
        : "at most " + settings.maxInFlight() + " for each receiver";
  }

  private static String owner(Details details) {
    return details.participants().stream()
        .filter(Participant::owner)
        .findFirst()
        .map(owner -> "process " + PidText.of(owner) + " (" + owner.name() + ")")
        .orElse(OptionText.of(details.settings().owner()));
  }

  private void traffic(Details details) {
    long alive = details.participants().stream().filter(Participant::alive).count();
    long dead = details.participants().size() - alive;
    add(
        "senders",
        details.senders() + ", " + details.waitingToSend() + " waiting " + awaited(details));
    add(
        "receivers",
        details.receivers() + ", " + details.waitingToReceive() + " waiting for a message");
    add(
        "participants",
        alive + " alive, " + dead + " dead, of at most " + details.settings().participants());
  }

  private void counters(Counters counters) {
    add("sent", Long.toString(counters.sent()));
    add("received", Long.toString(counters.received()));
    add("redelivered", Long.toString(counters.redelivered()));
    add("repaired", Long.toString(counters.repaired()));
    add("passed", Long.toString(counters.passed()));
    add("dropped", Long.toString(counters.dropped()));
    add("dead", Long.toString(counters.dead()));
  }

  /// What a sender waits for: a rendezvous has no room.
  private static String awaited(Details details) {
    return details.settings().capacity() instanceof Capacity.Zero ? "for a receiver" : "for room";
  }

  private static String participants(Details details) {
    return new Table<Participant>()
            .number("ID", participant -> Long.toString(participant.id()))
            .text("PARTICIPANT", Participant::name)
            .number("PID", PidText::of)
            .text("USER", Participant::user)
            .text("STATE", participant -> participant.alive() ? "alive" : "dead")
            .text("ROLE", MailboxSheet::role)
            .text("WAITING", participant -> waiting(participant, details))
            .of(details.participants())
        + PidText.legend(details.participants());
  }

  private static String role(Participant participant) {
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
    return roles.isEmpty() ? "-" : String.join(", ", roles);
  }

  private static String waiting(Participant participant, Details details) {
    if (participant.waitingToSend() > 0) {
      return awaited(details);
    }
    return participant.waitingToReceive() > 0 ? "for a message" : "-";
  }
}
