// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Capacity;
import dure.Channel;
import dure.Choice;
import dure.Deadline;
import dure.MailboxSettings;
import dure.Message;
import dure.Payload;
import dure.Receivers;
import dure.Sending;
import dure.WhenFull;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What a guest asks for and can have at once, done by the thread that hears it: to wake a thread
/// for each request takes about as long as all the rest.
///
/// It is the thread that would hear what ends a wait, so it must not wait. A message is sent if
/// there is room, and received if there is one; and neither is tried while something else is under
/// way through the same handle that may hold its end of the mailbox, or has waited there for
/// longer.
final class FastPath {
  /// Longer messages may take their time: to go out, and to come in.
  private static final int SHORT = 64 << 10;

  private static final int LONGER = 1 << 20;

  private final Channel channel;
  private final boolean maySend;
  private final boolean mayReceive;
  private final boolean pair;
  private volatile boolean mySendingEnd;
  private volatile boolean myReceivingEnd;
  private final AtomicInteger sending = new AtomicInteger();
  private final AtomicInteger receiving = new AtomicInteger();
  private final AtomicInteger others = new AtomicInteger();

  FastPath(Channel channel) {
    this.channel = channel;
    MailboxSettings settings = channel.settings();
    this.pair = settings.receivers() == Receivers.PAIR;
    // To meet the other takes time.
    boolean quick = !(settings.capacity() instanceof Capacity.Zero);
    // Where a full mailbox does something else to a message, it would be done twice.
    this.maySend =
        quick && settings.whenFull() == WhenFull.WAIT && settings.messageSize() <= LONGER;
    // Who has to line up first is not to go by those in line, and to bury a message may take long.
    this.mayReceive =
        quick
            && settings.receivers() != Receivers.RANKED
            && settings.deadLetters().isEmpty()
            && settings.messageSize() <= SHORT;
  }

  /// A request was done, not at once, and has come to something: an end of a pair that had to be
  /// waited for is this handle's now.
  void came(Op op) {
    if (op == Op.SEND) {
      mySendingEnd = true;
    } else if (op == Op.RECEIVE) {
      myReceivingEnd = true;
    }
  }

  private AtomicInteger underWay(Op op) {
    return switch (op) {
      case SEND, TRACK -> sending;
      case RECEIVE, BATCH -> receiving;
      default -> others;
    };
  }

  /// A request has got a thread of its own.
  void begun(Op op) {
    underWay(op).incrementAndGet();
  }

  /// It has been done.
  void ended(Op op) {
    underWay(op).decrementAndGet();
  }

  /// Does it and answers, or says null: it has to wait, or may have to.
  @Nullable WireWriter take(Op op, WireReader request) {
    boolean may =
        op == Op.SEND
            ? maySend && (!pair || mySendingEnd)
            : op == Op.RECEIVE && mayReceive && (!pair || myReceivingEnd);
    return may && underWay(op).get() == 0 && others.get() == 0 ? done(op, request) : null;
  }

  private @Nullable WireWriter done(Op op, WireReader request) {
    try {
      return op == Op.SEND ? sent(request) : received(request);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private @Nullable WireWriter sent(WireReader request) throws InterruptedException {
    long _ = request.i64(); // how long it may wait
    int sent = channel.send(request.rest(), Payload.ARRAY, Sending.PLAIN, Deadline.NOW);
    return sent == Channel.NOT_SENT ? null : new WireWriter().flag(true);
  }

  private @Nullable WireWriter received(WireReader request) throws InterruptedException {
    Choice choice = channel.possible(new Choice(request.i64()));
    Message next = channel.receive(choice, Deadline.NOW);
    return next == null ? null : RequestHandler.received(next);
  }
}
