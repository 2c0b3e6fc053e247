// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Address;
import dure.Capacity;
import dure.Deadline;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.MailboxStatus.Counters;
import dure.MailboxStatus.Details;
import dure.MailboxStatus.Participant;
import dure.Message;
import dure.Order;
import dure.Owner;
import dure.Receipt;
import dure.Receivers;
import dure.Sending;
import dure.Until;
import dure.WhenFull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/// The words of a mailbox, as they go over the wire.
final class WireCodecs {
  /// What stands before the bytes of a message, and then some.
  static final int MOST_BEFORE_A_MESSAGE = 128;

  private static final int ZERO = 0;
  private static final int BOUNDED = 1;
  private static final int UNBOUNDED = 2;

  private WireCodecs() {}

  static WireWriter message(WireWriter to, Message message) {
    return to.i64(message.sender())
        .i64(message.position())
        .i64(message.number())
        .i32(message.priority())
        .i32(message.redelivered())
        .i64(message.missed())
        .rest(message.bytes());
  }

  static Message message(WireReader from) {
    long sender = from.i64();
    long position = from.i64();
    long number = from.i64();
    int priority = from.i32();
    int redelivered = from.i32();
    Message.Stamps stamps =
        new Message.Stamps(sender, position, number, priority, redelivered, from.i64());
    return Message.of(from.rest(), stamps);
  }

  /// How long to wait, for a deadline.
  static long time(long deadline) {
    if (deadline == Deadline.NEVER) {
      return Op.FOREVER;
    }
    return deadline == Deadline.NOW ? Op.NOT_AT_ALL : Math.max(0, Deadline.remaining(deadline));
  }

  /// The deadline of a time to wait.
  static long deadline(long time) {
    if (time == Op.FOREVER || time == Op.FOREVER_AND_LEND) {
      return Deadline.NEVER;
    }
    return time == Op.NOT_AT_ALL ? Deadline.NOW : Deadline.after(Duration.ofNanos(time));
  }

  static WireWriter sending(WireWriter to, Sending how, long deadline) {
    return to.place(how.until()).i32(how.priority()).i64(how.number()).i64(time(deadline));
  }

  /// All but the time, which comes next.
  static Sending sending(WireReader from) {
    return new Sending(from.oneOf(Until.values()), from.i32(), from.i64(), null);
  }

  static WireWriter receipt(WireWriter to, Receipt receipt) {
    return to.place(receipt.outcome())
        .flag(receipt.receiver().isPresent())
        .i64(receipt.receiver().orElse(0));
  }

  static Receipt receipt(WireReader from) {
    Receipt.Outcome outcome = from.oneOf(Receipt.Outcome.values());
    boolean known = from.flag();
    long receiver = from.i64();
    return new Receipt(outcome, known ? OptionalLong.of(receiver) : OptionalLong.empty());
  }

  static WireWriter settings(WireWriter to, MailboxSettings chosen) {
    switch (chosen.capacity()) {
      case Capacity.Zero _ -> to.u8(ZERO).i64(0);
      case Capacity.Bounded bounded -> to.u8(BOUNDED).i64(bounded.messages());
      case Capacity.Unbounded unbounded -> to.u8(UNBOUNDED).i64(unbounded.limit());
      case Capacity.Bytes _ ->
          throw new AssertionError("a host's mailbox is in shared memory, which counts messages");
    }
    return to.i64(chosen.messageSize())
        .place(chosen.receivers())
        .place(chosen.order())
        .place(chosen.whenFull())
        .i32(chosen.mode())
        .text(chosen.group())
        .i64(chosen.patience().toNanos())
        .i32(chosen.participants())
        .i32(chosen.attempts())
        .text(chosen.deadLetters())
        .i32(chosen.maxInFlight());
  }

  static MailboxSettings settings(WireReader from) {
    int kind = from.u8();
    long amount = from.i64();
    Capacity capacity =
        switch (kind) {
          case ZERO -> Capacity.zero();
          case BOUNDED -> Capacity.bounded(Math.toIntExact(amount));
          default -> Capacity.unbounded(amount);
        };
    long messageSize = from.i64();
    Receivers receivers = from.oneOf(Receivers.values());
    Order order = from.oneOf(Order.values());
    WhenFull whenFull = from.oneOf(WhenFull.values());
    int mode = from.i32();
    String group = from.text();
    Duration patience = Duration.ofNanos(from.i64());
    int participants = from.i32();
    int attempts = from.i32();
    String deadLetters = from.text();
    return new MailboxSettings(
        capacity,
        messageSize,
        receivers,
        order,
        whenFull,
        Owner.PROCESS,
        mode,
        group,
        patience,
        participants,
        attempts,
        deadLetters,
        from.i32());
  }

  static WireWriter status(WireWriter to, MailboxStatus status) {
    to.place(status.condition()).flag(status.details() != null);
    Details details = status.details();
    if (details == null) {
      return to;
    }
    settings(to, details.settings())
        .text(details.user())
        .text(details.group())
        .i64(details.bytes())
        .i64(details.depth());
    Counters counters = Objects.requireNonNull(details.counters(), "those of shared memory");
    to.i64(counters.sent())
        .i64(counters.received())
        .i64(counters.redelivered())
        .i64(counters.repaired())
        .i64(counters.passed())
        .i64(counters.dropped())
        .i64(counters.dead())
        .i32(details.participants().size());
    details.participants().forEach(participant -> participant(to, participant));
    return to;
  }

  static MailboxStatus status(WireReader from, Address address) {
    MailboxStatus.Condition condition = from.oneOf(MailboxStatus.Condition.values());
    if (!from.flag()) {
      return new MailboxStatus(address, condition, null);
    }
    MailboxSettings settings = settings(from);
    String user = from.text();
    String group = from.text();
    long bytes = from.i64();
    long depth = from.i64();
    Counters counters =
        new Counters(
            from.i64(), from.i64(), from.i64(), from.i64(), from.i64(), from.i64(), from.i64());
    int count = from.i32();
    List<Participant> participants = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      participants.add(participant(from));
    }
    return new MailboxStatus(
        address,
        condition,
        new Details(
            settings,
            user,
            group,
            bytes,
            depth,
            counters,
            List.copyOf(participants),
            true,
            Map.of()));
  }

  private static void participant(WireWriter to, Participant participant) {
    to.i64(participant.id())
        .text(participant.name())
        .i32(participant.pid())
        .text(participant.user())
        .flag(participant.alive())
        .flag(participant.owner())
        .flag(participant.sends())
        .flag(participant.receives())
        .i32(participant.waitingToSend())
        .i32(participant.waitingToReceive());
  }

  private static Participant participant(WireReader from) {
    return new Participant(
        from.i64(),
        from.text(),
        from.i32(),
        from.text(),
        from.flag(),
        from.flag(),
        from.flag(),
        from.flag(),
        from.i32(),
        from.i32());
  }
}
