// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Channel.Unsettled;
import dure.Channel.Use;
import dure.Choice;
import dure.Deadline;
import dure.Message;
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
    handle.ending().check();
    if (!handle.seats().hasReceiving(deadline)) {
      return null;
    }
    Lane lane = handle.lanes().borrow();
    InHand taken = handle.lanes().run(lane, call -> next(call, lane, choice, keeps, deadline));
    if (taken == null) {
      handle.lanes().giveBack(lane);
    }
    return taken;
  }

  private @Nullable InHand next(
      BrokerCall<?> call, Lane lane, Choice choice, boolean keeps, long deadline)
      throws ActiveMQException, InterruptedException {
    while (true) {
      ClientMessage message = now(lane, choice);
      if (message == null && deadline != Deadline.NOW) {
        message = later(call, lane, choice, deadline);
      }
      if (message == null) {
        lane.forgetReceivers();
        return null;
      }
      Message copy = BrokerMessage.read(message, handle.hasPriorities());
      if (isOfTheDead(lane.session(), message) || isBuried(lane, copy, copy.redelivered())) {
        continue;
      }
      if (copy.redelivered() > 0) {
        countRedelivery();
      }
      if (keeps) {
        tell(message, Outcome.RECEIVED);
      }
      return new InHand(lane, message, copy);
    }
  }

  private @Nullable ClientMessage now(Lane lane, Choice choice) throws ActiveMQException {
    if (choice.code() == 0) {
      return kept(lane.messages().receiveImmediate());
    }
    if (choice.code() > 0) {
      return now(lane, filter(choice));
    }
    long lowest = lowest(lane.session(), choice);
    return lowest < 0 ? null : now(lane, BrokerMessage.NUMBER + " = " + lowest);
  }

  private static @Nullable ClientMessage now(Lane lane, String filter) throws ActiveMQException {
    try (ClientConsumer matching = lane.matching(filter)) {
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
  private @Nullable ClientMessage later(BrokerCall<?> call, Lane lane, Choice choice, long deadline)
      throws ActiveMQException, InterruptedException {
    return handle
        .marks()
        .during(
            lane.session(),
            true,
            () -> {
              if (choice.code() != 0) {
                try (ClientConsumer matching = lane.matching(filter(choice))) {
                  return kept(call.await(matching, deadline));
                }
              }
              boolean ended = false;
              try {
                ClientMessage message = kept(call.await(lane.messages(), deadline));
                ended = true;
                return message;
              } finally {
                if (!ended) {
                  lane.forgetReceivers();
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
  private boolean isBuried(Lane lane, Message message, int deliveries) throws ActiveMQException {
    int attempts = handle.settings().attempts();
    if (attempts == 0 || deliveries < attempts || !Burial.takes(handle.settings(), message)) {
      return false;
    }
    handle.giveCredit(lane);
    BrokerCounters.count(lane.session(), handle.queues(), BrokerCounters.DEAD);
    return true;
  }

  private void countRedelivery() {
    Lane other = handle.lanes().borrow();
    boolean _ =
        handle
            .lanes()
            .runNow(
                other,
                call -> {
                  BrokerCounters.count(
                      other.session(), handle.queues(), BrokerCounters.REDELIVERED);
                  return true;
                });
    handle.lanes().giveBack(other);
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
    handle.ending().check();
    return handle.asks().browse(handle.queues().messages(), filter, most).stream()
        .map(message -> {
          try {
            return BrokerMessage.read(message, handle.hasPriorities());
          } catch (ActiveMQException refused) {
            throw handle.ending().of(refused);
          }
        })
        .toList();
  }

  /// A message in a receiver's hands: a transaction in which it is acknowledged.
  private final class InHand implements Unsettled {
    private final Lane lane;
    private final ClientMessage taken;
    private final Message message;

    InHand(Lane lane, ClientMessage taken, Message message) {
      this.lane = lane;
      this.taken = taken;
      this.message = message;
    }

    @Override
    public Message message() {
      return message;
    }

    @Override
    public void settle(boolean done) {
      handle.ending().check();
      boolean _ =
          handle
              .lanes()
              .runNow(
                  lane,
                  call -> {
                    if (done) {
                      release();
                    } else if (!isBuried(lane, message, message.redelivered() + 1)) {
                      lane.rollback();
                    }
                    return true;
                  });
      handle.lanes().giveBack(lane);
    }

    private void release() throws ActiveMQException {
      handle.giveCredit(lane);
      String reply = BrokerMessage.reply(taken);
      if (reply != null) {
        handle.reply(lane.session(), reply, word(lane.session(), taken, Outcome.ACKNOWLEDGED));
      }
      lane.commit();
    }
  }
}
