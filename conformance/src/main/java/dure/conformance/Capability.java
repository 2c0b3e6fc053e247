// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.Order;
import dure.Owner;
import dure.Receivers;
import dure.Sending;
import dure.Until;
import dure.WhenFull;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Something a transport may be able to do, and how to ask for it. What is not listed here, every
/// transport can.
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
public enum Capability {
  PAIR("receivers=PAIR", box -> box.receivers(Receivers.PAIR)),
  ONE("receivers=ONE", box -> box.receivers(Receivers.ONE)),
  ANY("receivers=ANY", box -> box.receivers(Receivers.ANY)),
  RANKED("receivers=RANKED", box -> box.receivers(Receivers.RANKED)),
  ALL("receivers=ALL", box -> box.receivers(Receivers.ALL)),
  ZERO("capacity=zero", box -> box.capacity(Capacity.zero())),
  UNBOUNDED("capacity=unbounded", box -> box.capacity(Capacity.unbounded())),
  /// Capacity is an exact number of messages.
  COUNTED("capacity=2", box -> box.capacity(Capacity.bounded(2))),
  ARRIVAL("order=ARRIVAL", box -> box.order(Order.ARRIVAL)),
  PRIORITY("order=PRIORITY", box -> box.order(Order.PRIORITY)),
  NUMBERS("order=NUMBER", box -> box.order(Order.NUMBER)),
  /// A sender can wait until its message is received or acknowledged.
  RECEIPTS(
      "",
      box -> box,
      box -> box.send("m", Sending.until(Until.RECEIVED).within(Duration.ZERO)).outcome()),
  /// A receiver can keep a message in hand until it acknowledges it.
  DELIVERIES("", box -> box, Mailbox::tryReceiveDelivery),
  /// Messages that come to nothing too often go to another mailbox.
  DEAD_LETTERS("", box -> box.deadLetters(1, "grave")),
  /// Its mailboxes can be owned by a process.
  OWNED("owner=PROCESS", box -> box.owner(Owner.PROCESS)),
  /// Its mailboxes can be the system's, and stay when nobody has them open.
  LASTING("owner=SYSTEM", box -> box.owner(Owner.SYSTEM)),
  /// Unix permission bits say who may use its mailboxes.
  MODES("mode=0640", box -> box.mode(0640)),
  /// A full mailbox can drop messages.
  DROPPING("full=DROP_OLDEST", box -> box.whenFull(WhenFull.DROP_OLDEST)),
  /// A full mailbox can refuse a sender that would wait.
  REFUSING("full=REFUSE", box -> box.whenFull(WhenFull.REFUSE)),
  /// The longest message is the creator's choice.
  SIZED("size=100", box -> box.messageSize(100)),
  /// A message can be written and read where it lies.
  IN_PLACE("", box -> box, box -> box.tryReceiveInPlace(message -> {})),
  /// A sender can list what nobody has taken.
  UNTAKEN("", box -> box, Mailbox::untaken),
  /// What was accepted stays while nobody has the mailbox open.
  KEEPING,
  /// Those who wait for a message get theirs in turn.
  IN_TURN,
  /// Who has a mailbox open can use it, whatever its mode says.
  HELD,
  /// Whoever may use a mailbox may delete it.
  COMMON_DELETION,
  /// One sees how many messages are in a mailbox.
  DEPTH,
  /// One sees who has a mailbox open and who waits.
  PARTICIPANTS,
  /// A message says who sent it and which it is in the order of arrival.
  STAMPED;

  /// Something to do with a mailbox.
  private interface Use {
    @Nullable Object with(Mailbox box) throws InterruptedException;
  }

  private final String words;
  private final @Nullable UnaryOperator<MailboxBuilder> choice;
  private final Use use;

  /// A quality: nobody asks for it, so nobody can be refused it.
  Capability() {
    this.words = "";
    this.choice = null;
    this.use = Mailbox::settings;
  }

  Capability(String words, UnaryOperator<MailboxBuilder> choice) {
    this(words, choice, Mailbox::settings);
  }

  Capability(String words, UnaryOperator<MailboxBuilder> choice, Use use) {
    this.words = words;
    this.choice = choice;
    this.use = use;
  }

  /// How a role is told to create a mailbox with it; empty if that makes no difference.
  String words() {
    return words;
  }

  /// Whether it is there or not, and cannot be asked for.
  boolean isQuality() {
    return choice == null;
  }

  /// What it means, for the tables of the transports.
  String meaning() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// Creates a mailbox with it and makes use of it.
  void tryOut(MailboxBuilder builder) throws InterruptedException {
    try (Mailbox box = Objects.requireNonNull(choice).apply(builder).create()) {
      @Nullable Object _ = use.with(box);
    }
  }
}
