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
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Something a transport may be able to do, and how to ask for it. What is not listed here, every
/// transport can.
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
public enum Capability {
  PAIR("a link of two processes at most", "receivers=PAIR", box -> box.receivers(Receivers.PAIR)),
  ONE("one process receives at a time", "receivers=ONE", box -> box.receivers(Receivers.ONE)),
  ANY("each message goes to one of several", "receivers=ANY", box -> box.receivers(Receivers.ANY)),
  RANKED(
      "to the highest rank that waits", "receivers=RANKED", box -> box.receivers(Receivers.RANKED)),
  ALL("every receiver gets everything", "receivers=ALL", box -> box.receivers(Receivers.ALL)),
  ZERO("capacity zero: rendezvous", "capacity=zero", box -> box.capacity(Capacity.zero())),
  UNBOUNDED(
      "capacity unbounded, to a limit",
      "capacity=unbounded",
      box -> box.capacity(Capacity.unbounded())),
  COUNTED(
      "capacity an exact number of messages",
      "capacity=2",
      box -> box.capacity(Capacity.bounded(2))),
  ARRIVAL("order of arrival for all messages", "order=ARRIVAL", box -> box.order(Order.ARRIVAL)),
  PRIORITY("order of priority", "order=PRIORITY", box -> box.order(Order.PRIORITY)),
  NUMBERS("messages to choose by number", "order=NUMBER", box -> box.order(Order.NUMBER)),
  RECEIPTS(
      "a sender may wait until its message is received or acknowledged",
      "",
      box -> box,
      box -> box.send("m", Sending.until(Until.RECEIVED).within(Duration.ZERO)).outcome()),
  DELIVERIES(
      "a receiver may keep a message in hand until it acknowledges it",
      "",
      box -> box,
      Mailbox::tryReceiveDelivery),
  DEAD_LETTERS(
      "messages that come to nothing too often go to another mailbox",
      box -> box.deadLetters(1, "grave")),
  OWNED("a process can own it", "owner=PROCESS", box -> box.owner(Owner.PROCESS)),
  LASTING("the system can own it", "owner=SYSTEM", box -> box.owner(Owner.SYSTEM)),
  MODES("Unix permission bits restrict its use", "mode=0640", box -> box.mode(0640)),
  DROPPING("when full it can drop", "full=DROP_OLDEST", box -> box.whenFull(WhenFull.DROP_OLDEST)),
  REFUSING(
      "when full it can refuse who would wait",
      "full=REFUSE",
      box -> box.whenFull(WhenFull.REFUSE)),
  SIZED("the creator chooses the longest message", "size=100", box -> box.messageSize(100)),
  IN_PLACE(
      "messages can be written and read where they lie",
      "",
      box -> box,
      box -> box.tryReceiveInPlace(message -> {})),
  UNTAKEN("a sender can list its untaken messages", "", box -> box, Mailbox::untaken),
  UNTAKEN_AFTER_THE_OWNER(
      "and even when its owner has ended",
      "",
      box -> box,
      box -> {
        try (Mailbox other = Mailbox.open(box.address().toString())) {
          box.close();
          return other.untaken();
        }
      }),
  KEEPING("what was accepted stays while no process has it open"),
  IN_TURN("waiting receivers are served in turn"),
  HELD("a process that has it open can use it after a change of its mode"),
  COMMON_DELETION("a user that may use it may delete it"),
  DEPTH("one sees how many messages are in it"),
  PARTICIPANTS("its status shows the processes that have it open and that wait"),
  STAMPED("a message says who sent it, and which it is in the order of arrival");

  /// Something to do with a mailbox.
  private interface Use {
    @Nullable Object with(Mailbox box) throws InterruptedException;
  }

  private final String meaning;
  private final String words;
  private final @Nullable UnaryOperator<MailboxBuilder> choice;
  private final Use use;

  /// A quality: no call asks for it, so no call can be refused it.
  Capability(String meaning) {
    this.meaning = meaning;
    this.words = "";
    this.choice = null;
    this.use = Mailbox::settings;
  }

  Capability(String meaning, UnaryOperator<MailboxBuilder> choice) {
    this(meaning, "", choice, Mailbox::settings);
  }

  Capability(String meaning, String words, UnaryOperator<MailboxBuilder> choice) {
    this(meaning, words, choice, Mailbox::settings);
  }

  Capability(String meaning, String words, UnaryOperator<MailboxBuilder> choice, Use use) {
    this.meaning = meaning;
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
    return meaning;
  }

  /// Creates a mailbox with it and makes use of it.
  void tryOut(MailboxBuilder builder) throws InterruptedException {
    try (Mailbox box = Objects.requireNonNull(choice).apply(builder).create()) {
      @Nullable Object _ = use.with(box);
    }
  }
}
