// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.Order;
import dure.Receivers;
import dure.Waiting;
import dure.WhenFull;
import java.time.Duration;
import java.util.Locale;

/// The mailboxes of a torture: each engine, each way to share one, and each way to hand messages
/// out.
enum TortureMailbox {
  ANY,
  PAIR,
  ONE,
  RANKED,
  ALL,
  UNBOUNDED,
  ZERO,
  PRIORITY,
  NUMBER,
  ACKNOWLEDGED,
  DEAD_LETTERS,
  DROPPING,
  LONG,
  DELETED;

  private static final int MOST_PARTICIPANTS = 100;
  private static final int ATTEMPTS = 4;

  /// The classes of messages that may overtake each other: priorities, or numbers.
  static final int CLASSES = 3;

  /// The longest message.
  int messageSize() {
    return this == LONG ? 200_000 : 2_000;
  }

  /// Whether processes send to it and receive from it; the dead letters are for the judge alone.
  boolean isPlayed() {
    return this != DEAD_LETTERS;
  }

  /// Whether an accepted message has to be accounted for.
  boolean conserves() {
    return this != DELETED && this != ALL && this != DROPPING;
  }

  String address(String prefix) {
    return prefix + "-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  MailboxBuilder settings(String prefix) {
    MailboxBuilder builder =
        Mailbox.named(address(prefix))
            .capacity(Capacity.bounded(this == LONG ? 4 : 16))
            .messageSize(messageSize() + (this == DEAD_LETTERS ? 1_000 : 0))
            .participants(MOST_PARTICIPANTS)
            .patience(Duration.ofMillis(60))
            .waiting(Waiting.BLOCK);
    return switch (this) {
      case PAIR -> builder.receivers(Receivers.PAIR);
      case ONE -> builder.receivers(Receivers.ONE);
      case RANKED -> builder.receivers(Receivers.RANKED);
      case ALL -> builder.receivers(Receivers.ALL);
      case UNBOUNDED, DEAD_LETTERS -> builder.capacity(Capacity.unbounded());
      case ZERO -> builder.capacity(Capacity.zero());
      case PRIORITY -> builder.order(Order.PRIORITY);
      case NUMBER -> builder.order(Order.NUMBER);
      case ACKNOWLEDGED ->
          builder.maxInFlight(4).deadLetters(ATTEMPTS, DEAD_LETTERS.address(prefix));
      case DROPPING -> builder.whenFull(WhenFull.DROP_OLDEST);
      case ANY, LONG, DELETED -> builder;
    };
  }
}
