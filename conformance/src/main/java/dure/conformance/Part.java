// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import dure.Address;
import dure.Capacity;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxSettings;
import dure.Order;
import dure.Outlook;
import dure.Owner;
import dure.Receivers;
import dure.Transport;
import dure.Waiting;
import dure.WhenFull;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// What a role process does at its mailboxes, a [Command] at a time. Each is done at the mailbox
/// named by `at`, or else at the one it opened last.
final class Part {
  private final String name;
  private final Map<String, Mailbox> boxes = new ConcurrentHashMap<>();
  private final SendingPart sending = new SendingPart();
  private final ReceivingPart receiving = new ReceivingPart();
  private volatile String current = "";

  /// @param name as which it takes part
  Part(String name) {
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
        Outlook seen = box(command).look();
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
            .as(name)
            .participants(command.number("participants", 16))
            .messageSize(command.number("size", 1000))
            .waiting(Waiting.valueOf(command.named("waiting", "BLOCK")))
            .patience(Duration.ofMillis(command.number("patience", 100)))
            .rank(command.number("rank", 0))
            .receivers(Receivers.valueOf(command.named("receivers", "ANY")))
            .order(Order.valueOf(command.named("order", "ARRIVAL")))
            .whenFull(WhenFull.valueOf(command.named("full", "WAIT")))
            .owner(Owner.valueOf(command.named("owner", usualOwner(command.word(1)))))
            .mode(Integer.parseInt(command.named("mode", "600"), 8))
            .group(command.named("group", ""))
            .unacknowledged(command.number("unacknowledged", 0))
            .capacity(capacity(command.named("capacity", "64")));
    return command.named().containsKey("attempts")
        ? builder.deadLetters(command.number("attempts", 0), command.named("grave", ""))
        : builder;
  }

  /// Who owns a mailbox of this transport if nothing else is said.
  private static String usualOwner(String address) {
    return Transport.of(Address.of(address)).defaults().owner().toString();
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
