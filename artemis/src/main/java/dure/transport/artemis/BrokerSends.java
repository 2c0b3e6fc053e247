// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Capacity;
import dure.Channel;
import dure.Deadline;
import dure.MailboxObserver.Awaited;
import dure.MailboxObserver.WaitUnderWay;
import dure.Observers;
import dure.OutOfSharedMemoryException;
import dure.Receipt;
import dure.Receipt.Outcome;
import dure.Sending;
import dure.Until;
import dure.WhenFull;
import dure.transport.artemis.BrokerMessage.Label;
import dure.transport.artemis.Receipts.Pending;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/// How messages get into a mailbox at a broker, and what their senders learn.
final class BrokerSends {
  /// How long a look for a receipt lasts before the sender looks after its message.
  private static final Duration SLICE = Duration.ofMillis(20);

  /// The property by which the broker knows a message again.
  private static final String IDENTITY = "_AMQ_DUPL_ID";

  private final ArtemisHandle handle;

  /// Bytes that this handle may send until it asks the broker again how much there is.
  private long allowance;

  BrokerSends(ArtemisHandle handle) {
    this.handle = handle;
  }

  /// As [Channel#send] and [Channel#sendOnce].
  ///
  /// @param identity by which the broker knows the message again; null if it is to take any
  int send(byte[] message, Sending how, @Nullable String identity, long deadline)
      throws InterruptedException {
    handle.state().check();
    handle.leases().requireSending();
    boolean waits = how.until() != Until.ACCEPTED;
    if (waits && deadline == Deadline.NOW && waitingReceivers() == 0) {
      return Channel.NOT_SENT;
    }
    requireAllowance(message.length);
    int number = handle.receipts().next();
    if (waits) {
      handle.receipts().expect(number);
    }
    boolean sent = false;
    try {
      sent = sends(message, how, identity, number, deadline);
    } finally {
      if (!sent) {
        handle.receipts().forget(number);
      }
    }
    return sent ? number : Channel.NOT_SENT;
  }

  private boolean sends(
      byte[] message, Sending how, @Nullable String identity, int number, long deadline)
      throws InterruptedException {
    TransactedSession session = handle.sessions().borrow();
    boolean sent =
        handle
            .sessions()
            .run(
                session,
                call -> {
                  if (!hasRoom(call, session, deadline)) {
                    return false;
                  }
                  ClientMessage one = message(session, message, how, number);
                  if (identity != null) {
                    one.putStringProperty(IDENTITY, identity);
                  }
                  session.send(handle.queues().messages(), one);
                  commitOnce(session);
                  return true;
                });
    handle.sessions().giveBack(session);
    return sent;
  }

  /// A message that the broker has already is in the mailbox, or was.
  private static void commitOnce(TransactedSession session) throws ActiveMQException {
    try {
      session.commit();
    } catch (ActiveMQException refused) {
      if (refused.getType() != ActiveMQExceptionType.DUPLICATE_ID_REJECTED) {
        throw refused;
      }
      session.rollback();
    }
  }

  ClientMessage message(TransactedSession session, byte[] bytes, Sending how, int number) {
    ClientMessage message = session.client().createMessage(handle.isDurable());
    boolean waits = how.until() != Until.ACCEPTED;
    Label label =
        new Label(
            handle.participant().id(),
            handle.receipts().id(number),
            waits ? handle.replies() : null);
    BrokerMessage.write(message, bytes, label, priority(how), how.number());
    return message;
  }

  private int priority(Sending how) {
    int priority = how.priority();
    if (priority < BrokerMessage.LOWEST_PRIORITY || priority > BrokerMessage.HIGHEST_PRIORITY) {
      throw new IllegalArgumentException(
          "mailbox '"
              + handle.address()
              + "': a broker has the priorities 0 to 9, not "
              + priority);
    }
    return priority;
  }

  /// Whether there is a place for one more message, which is then taken in the session's
  /// transaction.
  boolean hasRoom(BrokerCall<?> call, TransactedSession session, long deadline)
      throws ActiveMQException, InterruptedException {
    if (!handle.isCounted()) {
      return true;
    }
    ClientMessage credit = credit(call, session, deadline);
    if (credit == null) {
      session.forgetReceivers();
      return false;
    }
    credit.acknowledge();
    return true;
  }

  private @Nullable ClientMessage credit(
      BrokerCall<?> call, TransactedSession session, long deadline)
      throws ActiveMQException, InterruptedException {
    ClientMessage credit = session.credits().receiveImmediate();
    WhenFull whenFull = handle.settings().whenFull();
    while (credit == null && whenFull == WhenFull.DROP_OLDEST) {
      dropOldest(session);
      credit = session.credits().receiveImmediate();
    }
    if (credit == null && whenFull == WhenFull.DROP_NEWEST) {
      countDropped(session);
    }
    if (credit == null && whenFull == WhenFull.WAIT && deadline != Deadline.NOW) {
      credit = awaitCredit(call, session, deadline);
    }
    return credit;
  }

  private @Nullable ClientMessage awaitCredit(
      BrokerCall<?> call, TransactedSession session, long deadline)
      throws ActiveMQException, InterruptedException {
    boolean ended = false;
    try {
      ClientMessage credit =
          handle
              .waits()
              .during(session.client(), false, () -> call.await(session.credits(), deadline));
      ended = true;
      return credit;
    } finally {
      if (!ended) {
        session.forgetReceivers();
      }
    }
  }

  /// Takes the oldest message away, if no receiver has it in hand, so that there is a place.
  private void dropOldest(TransactedSession session) throws ActiveMQException {
    ClientMessage oldest = session.messages().receiveImmediate();
    if (oldest == null) {
      session.forgetReceivers();
      return;
    }
    oldest.acknowledge();
    handle.giveCredit(session);
    countDropped(session);
  }

  private void countDropped(TransactedSession session) throws ActiveMQException {
    BrokerCounters.count(session.client(), handle.queues(), BrokerCounters.DROPPED);
    Observers.dropped(handle.address(), 1);
  }

  /// An unbounded mailbox ends at a limit of bytes. Each handle asks the broker when it has sent
  /// half of what was left.
  private synchronized void requireAllowance(int bytes) {
    if (!(handle.settings().capacity() instanceof Capacity.Unbounded unbounded)) {
      return;
    }
    if (allowance < bytes) {
      long there = handle.asks().attributes(handle.queues().messages(), "PersistentSize")[0];
      long left = unbounded.limit() - there;
      if (left < bytes) {
        throw new OutOfSharedMemoryException(
            handle.address().toString(),
            "it has "
                + there
                + " bytes of messages, and its limit is "
                + unbounded.limit()
                + "; nothing was sent. Receive some, or create it with a higher limit");
      }
      allowance = Math.max(left / 2, bytes);
    }
    allowance -= bytes;
  }

  int waitingReceivers() {
    return WaitRegistry.receiving(handle.asks().queuesAt(handle.queues().waits()));
  }

  /// As [Channel#await].
  Receipt await(int number, Until until, long deadline) throws InterruptedException {
    Pending pending = handle.receipts().pending(number);
    long end = deadline == Deadline.NOW ? Deadline.after(handle.settings().patience()) : deadline;
    WaitUnderWay told = Observers.waits(handle.address(), Awaited.RECEIPT);
    try {
      return pending.await(until, end) ? pending.known() : late(pending, until);
    } catch (InterruptedException interrupted) {
      Receipt receipt = late(pending, until);
      if (receipt.outcome() == Outcome.NOT_SENT) {
        throw interrupted;
      }
      Thread.currentThread().interrupt();
      return receipt;
    } finally {
      Observers.ended(told);
      handle.receipts().forget(number);
    }
  }

  /// Takes back a message that no receiver has had, or finds out how far it has come. A receiver
  /// that has it in hand tells at once, and one that ends leaves it handed out once more.
  private Receipt late(Pending pending, Until until) {
    while (true) {
      handle.state().check();
      Receipt known = pending.known();
      if (known.outcome() != Outcome.ACCEPTED) {
        return known;
      }
      String filter = BrokerMessage.ID + " = '" + pending.id() + "'";
      var seen = handle.asks().browse(handle.queues().messages(), filter, 1);
      if (!seen.isEmpty() && seen.getFirst().getDeliveryCount() > 0) {
        return known;
      }
      if (isTakenBack(filter)) {
        return Receipt.of(Outcome.NOT_SENT);
      }
      awaitQuietly(pending, until);
    }
  }

  private static void awaitQuietly(Pending pending, Until until) {
    boolean interrupted = Thread.interrupted();
    try {
      boolean _ = pending.await(until, Deadline.after(SLICE));
    } catch (InterruptedException again) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Removes a message that no receiver has in hand; whether it was there, for the first time.
  boolean isTakenBack(String filter) {
    TransactedSession session = handle.sessions().borrow();
    boolean taken =
        handle
            .sessions()
            .runNow(
                session,
                call -> {
                  try (ClientConsumer one = session.matching(filter)) {
                    ClientMessage message = one.receiveImmediate();
                    if (message == null) {
                      return false;
                    }
                    boolean first = message.getDeliveryCount() <= 1;
                    if (first) {
                      message.acknowledge();
                      handle.giveCredit(session);
                      session.commit();
                    }
                    return first;
                  }
                });
    handle.sessions().giveBack(session);
    return taken;
  }
}
