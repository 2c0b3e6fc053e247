// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxSettings;
import dure.Occupancy;
import dure.Order;
import dure.Owner;
import dure.Receivers;
import dure.Waiting;
import dure.WhenFull;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// What a role process does at its mailboxes, a [Command] at a time. Each is done at the mailbox
/// named by `at`, or else at the one it opened last.
final class RoleRunner {
  private final String name;
  private final Map<String, Mailbox> boxes = new ConcurrentHashMap<>();
  private final SenderRole sending = new SenderRole();
  private final ReceiverRole receiving = new ReceiverRole();
  private volatile String current = "";

  /// @param name as which it takes part
  RoleRunner(String name) {
    this.name = name;
  }

  /// Does what it is told: what came of it.
  String play(Command command) throws InterruptedException {
    switch (command.verb()) {
      case "create" -> opened(command.word(1), builder(command).create());
      case "open" -> opened(command.word(1), opening(command).open());
      case "close" -> box(command).close();
      case "delete" -> Mailbox.delete(command.word(1));
      case "status" -> {
        return Mailbox.status(command.word(1)).condition().toString();
      }
      case "settings" -> {
        return settings(box(command).settings());
      }
      case "look" -> {
        Occupancy seen = box(command).occupancy();
        return seen.depth() + " " + seen.room() + " " + seen.waitingReceivers();
      }
      default -> {
        String sent = sending.play(box(command), command);
        return sent != null ? sent : receiving.play(box(command), command);
      }
    }
    return "";
  }

  void close() {
    boxes.values().forEach(Mailbox::close);
  }

  private void opened(String address, Mailbox box) {
    boxes.put(address, box);
    current = address;
  }

  private Mailbox box(Command command) {
    return Objects.requireNonNull(boxes.get(command.named("at", current)));
  }

  private static String settings(MailboxSettings chosen) {
    return String.join(
        " ",
        chosen.capacity().toString(),
        chosen.receivers().toString(),
        chosen.order().toString(),
        chosen.whenFull().toString(),
        chosen.owner().toString());
  }

  private MailboxBuilder opening(Command command) {
    MailboxBuilder builder = builder(command);
    return command.named("readonly", "no").equals("yes") ? builder.readOnly() : builder;
  }

  private MailboxBuilder builder(Command command) {
    MailboxBuilder builder =
        Mailbox.named(command.word(1))
            .participant(name)
            .waiting(Waiting.valueOf(command.named("waiting", "BLOCK")))
            .rank(command.number("rank", 0));
    command.named().forEach((choice, word) -> choose(builder, choice, word));
    return command.named().containsKey("attempts")
        ? builder.deadLetters(command.number("attempts", 0), command.named("grave", ""))
        : builder;
  }

  private static void choose(MailboxBuilder builder, String choice, String word) {
    switch (choice) {
      case "participants" -> builder.participants(Integer.parseInt(word));
      case "size" -> builder.messageSize(Integer.parseInt(word));
      case "patience" -> builder.patience(Duration.ofMillis(Integer.parseInt(word)));
      case "receivers" -> builder.receivers(Receivers.valueOf(word));
      case "order" -> builder.order(Order.valueOf(word));
      case "full" -> builder.whenFull(WhenFull.valueOf(word));
      case "owner" -> builder.owner(Owner.valueOf(word));
      case "mode" -> builder.mode(Integer.parseInt(word, 8));
      case "group" -> builder.group(word);
      case "maxInFlight" -> builder.maxInFlight(Integer.parseInt(word));
      case "capacity" -> builder.capacity(capacity(word));
      default -> {
        // not a creator's choice
      }
    }
  }

  private static Capacity capacity(String word) {
    return switch (word) {
      case "zero" -> Capacity.zero();
      case "unbounded" -> Capacity.unbounded();
      case "limited" -> Capacity.unbounded(Capacity.Unbounded.LEAST);
      default -> Capacity.bounded(Integer.parseInt(word));
    };
  }
}
