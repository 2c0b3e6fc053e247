// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Channel.Unsettled;
import dure.Channel.Use;
import dure.Choice;
import dure.Deadline;
import dure.Message;
import dure.Observers;
import dure.Receipt.Outcome;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/// How messages come out of a mailbox at a broker.
final class BrokerReceives {
  private static final int MOST_NUMBERS = 10_000;

  private final ArtemisHandle handle;

  BrokerReceives(ArtemisHandle handle) {
    this.handle = handle;
  }

  /// As [dure.Channel#receive(Choice,long)].
  @Nullable Message receive(Choice choice, long deadline) throws InterruptedException {
    Unsettled taken = take(choice, false, deadline);
    if (taken == null) {
      return null;
    }
    taken.settle(true);
    return taken.message();
  }

  /// As [dure.Channel#take].
  @Nullable Unsettled take(Use use, long deadline) throws InterruptedException {
    return take(Choice.NEXT, use != Use.COPY, deadline);
  }

  /// @param keeps whether the receiver has it in hand for a while, so that its sender is to be told
  private @Nullable Unsettled take(Choice choice, boolean keeps, long deadline)
      throws InterruptedException {
    handle.state().check();
    if (!handle.leases().hasReceiving(deadline)) {
      return null;
    }
    TransactedSession session = handle.sessions().borrow();
    TakenMessage taken =
        handle.sessions().run(session, call -> next(call, session, choice, keeps, deadline));
    if (taken == null) {
      handle.sessions().giveBack(session);
    }
    return taken;
  }

  private @Nullable TakenMessage next(
      BrokerCall<?> call, TransactedSession session, Choice choice, boolean keeps, long deadline)
      throws ActiveMQException, InterruptedException {
    while (true) {
      ClientMessage message = now(session, choice);
      if (message == null && deadline != Deadline.NOW) {
        message = later(call, session, choice, deadline);
      }
      if (message == null) {
        session.forgetReceivers();
        return null;
      }
      Message copy = BrokerMessage.read(message, handle.hasPriorities());
      if (isOfTheDead(session.client(), message)
          || isDeadLetter(session, copy, copy.redelivered())) {
        continue;
      }
      if (copy.redelivered() > 0) {
        countRedelivery();
        Observers.redelivered(handle.address(), Message.UNKNOWN, copy.redelivered());
      }
      if (keeps) {
        tell(message, Outcome.RECEIVED);
      }
      return new TakenMessage(session, message, copy);
    }
  }

  private @Nullable ClientMessage now(TransactedSession session, Choice choice)
      throws ActiveMQException {
    if (choice.code() == 0) {
      return kept(session.messages().receiveImmediate());
    }
    if (choice.code() > 0) {
      return now(session, filter(choice));
    }
    long lowest = lowest(session.client(), choice);
    return lowest < 0 ? null : now(session, BrokerMessage.NUMBER + " = " + lowest);
  }

  private static @Nullable ClientMessage now(TransactedSession session, String filter)
      throws ActiveMQException {
    try (ClientConsumer matching = session.matching(filter)) {
      return kept(matching.receiveImmediate());
    }
  }

  /// Has a message acknowledged before its receiver is closed, which would give it back.
  private static @Nullable ClientMessage kept(@Nullable ClientMessage message)
      throws ActiveMQException {
    if (message != null) {
      message.acknowledge();
    }
    return message;
  }

  /// The lowest number that is there, up to that of the choice; −1 if there is none.
  private long lowest(ClientSession session, Choice choice) throws ActiveMQException {
    long lowest = -1;
    try (ClientConsumer browser =
        BrokerSession.browser(session, handle.queues().messages(), filter(choice))) {
      int seen = 0;
      for (ClientMessage next;
          seen < MOST_NUMBERS && (next = browser.receiveImmediate()) != null;
          seen++) {
        long number = BrokerMessage.number(next);
        lowest = lowest < 0 ? number : Math.min(lowest, number);
      }
    }
    return lowest;
  }

  private static String filter(Choice choice) {
    return BrokerMessage.NUMBER
        + (choice.code() > 0 ? " = " + choice.code() : " <= " + -choice.code());
  }

  /// Nothing was there, so what comes first is right.
  private @Nullable ClientMessage later(
      BrokerCall<?> call, TransactedSession session, Choice choice, long deadline)
      throws ActiveMQException, InterruptedException {
    return handle
        .waits()
        .during(
            session.client(),
            true,
            () -> {
              if (choice.code() != 0) {
                try (ClientConsumer matching = session.matching(filter(choice))) {
                  return kept(call.await(matching, deadline));
                }
              }
              boolean ended = false;
              try {
                ClientMessage message = kept(call.await(session.messages(), deadline));
                ended = true;
                return message;
              } finally {
                if (!ended) {
                  session.forgetReceivers();
                }
              }
            });
  }

  /// An offer ends with its sender: in a rendezvous a message whose sender has no queue any more is
  /// removed.
  private boolean isOfTheDead(ClientSession session, ClientMessage message)
      throws ActiveMQException {
    String reply = BrokerMessage.reply(message);
    boolean dead =
        handle.isRendezvous()
            && reply != null
            && !session.queueQuery(SimpleString.of(reply)).isExists();
    if (dead) {
      session.commit();
    }
    return dead;
  }

  /// Moves a message to the dead letters if its deliveries came to nothing too often; whether it
  /// did. If that mailbox cannot take it, it is delivered once more.
  private boolean isDeadLetter(TransactedSession session, Message message, int deliveries)
      throws ActiveMQException {
    int attempts = handle.settings().attempts();
    if (attempts == 0
        || deliveries < attempts
        || !DeadLetterSend.takes(handle.address(), handle.settings(), deliveries, message)) {
      return false;
    }
    handle.giveCredit(session);
    BrokerCounters.count(session.client(), handle.queues(), BrokerCounters.DEAD);
    Observers.buried(handle.address(), handle.settings().deadLetters(), deliveries);
    return true;
  }

  private void countRedelivery() {
    TransactedSession other = handle.sessions().borrow();
    boolean _ =
        handle
            .sessions()
            .runNow(
                other,
                call -> {
                  BrokerCounters.count(other.client(), handle.queues(), BrokerCounters.REDELIVERED);
                  return true;
                });
    handle.sessions().giveBack(other);
  }

  /// Tells the sender, if it waits, before the transaction is over.
  private void tell(ClientMessage message, Outcome outcome) {
    String reply = BrokerMessage.reply(message);
    if (reply != null) {
      boolean _ =
          handle
              .asks()
              .ask(session -> {
                handle.reply(session, reply, word(session, message, outcome));
                return true;
              });
    }
  }

  private ClientMessage word(ClientSession session, ClientMessage message, Outcome outcome) {
    return Receipts.write(
        session.createMessage(false),
        BrokerMessage.id(message),
        outcome,
        handle.participant().id());
  }

  /// Copies of the untaken messages.
  List<Message> browse(@Nullable String filter, int most) {
    handle.state().check();
    return handle.asks().browse(handle.queues().messages(), filter, most).stream()
        .map(message -> {
          try {
            return BrokerMessage.read(message, handle.hasPriorities());
          } catch (ActiveMQException refused) {
            throw handle.state().of(refused);
          }
        })
        .toList();
  }

  /// A message in a receiver's hands: a transaction in which it is acknowledged.
  private final class TakenMessage implements Unsettled {
    private final TransactedSession session;
    private final ClientMessage taken;
    private final Message message;

    TakenMessage(TransactedSession session, ClientMessage taken, Message message) {
      this.session = session;
      this.taken = taken;
      this.message = message;
    }

    @Override
    public Message message() {
      return message;
    }

    @Override
    public void settle(boolean done) {
      handle.state().check();
      boolean _ =
          handle
              .sessions()
              .runNow(
                  session,
                  call -> {
                    if (done) {
                      release();
                    } else if (!isDeadLetter(session, message, message.redelivered() + 1)) {
                      session.rollback();
                    }
                    return true;
                  });
      handle.sessions().giveBack(session);
    }

    private void release() throws ActiveMQException {
      handle.giveCredit(session);
      String reply = BrokerMessage.reply(taken);
      if (reply != null) {
        handle.reply(session.client(), reply, word(session.client(), taken, Outcome.ACKNOWLEDGED));
      }
      session.commit();
    }
  }
}
