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
  /// Unix permission bits say who may use its mailboxes.
  MODES("mode=0640", box -> box.mode(0640)),
  /// A full mailbox can drop messages.
  DROPPING("full=DROP_OLDEST", box -> box.whenFull(WhenFull.DROP_OLDEST)),
  /// A sender can list what nobody has taken.
  UNTAKEN("", box -> box, Mailbox::untaken),
  /// A sender can list it even when the owner has ended.
  UNTAKEN_AFTER_THE_OWNER(
      "",
      box -> box,
      box -> {
        try (Mailbox other = Mailbox.open(box.address().toString())) {
          box.close();
          return other.untaken();
        }
      }),
  /// Its mailboxes can be owned by the system.
  SYSTEM_OWNED("owner=SYSTEM", box -> box.owner(Owner.SYSTEM));

  /// Something to do with a mailbox.
  private interface Use {
    @Nullable Object with(Mailbox box) throws InterruptedException;
  }

  private final String words;
  private final UnaryOperator<MailboxBuilder> choice;
  private final Use use;

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

  /// Creates a mailbox with it and makes use of it.
  void tryOut(MailboxBuilder builder) throws InterruptedException {
    try (Mailbox box = choice.apply(builder).create()) {
      @Nullable Object _ = use.with(box);
    }
  }
}
