// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Address;
import dure.Capacity;
import dure.MailboxSettings;
import dure.Order;
import dure.Owner;
import dure.Transport.Opening;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/// All that one handle on a mailbox has at the broker: its sessions, its queue for receipts, its
/// place among the participants.
final class ArtemisHandle implements AutoCloseable {
  private static final int WINDOW = 1 << 20;

  private final Address address;
  private final BrokerConnection connection;
  private final BrokerQueues queues;
  private final StoredSettings stored;
  private final HandleState state;
  private final BrokerSession asks;
  private final SessionPool sessions;
  private final Receipts receipts;
  private final BrokerParticipant participant;
  private final WaitRegistry marks;
  private final Leases leases;
  private final Consumer<String> lossListener;

  /// @param address what errors call it
  /// @param connection released when this is closed
  /// @param owner whether the mailbox ends with this handle
  ArtemisHandle(
      Address address,
      BrokerConnection connection,
      BrokerQueues queues,
      StoredSettings stored,
      Opening opening,
      boolean owner) {
    this.address = address;
    this.connection = connection;
    this.queues = queues;
    this.stored = stored;
    long id = ThreadLocalRandom.current().nextLong(1, 1L << 48);
    this.participant =
        new BrokerParticipant(id, ProcessHandle.current().pid(), owner, nameOf(opening));
    this.receipts = new Receipts(id);
    this.marks = new WaitRegistry(address, queues, id);
    this.state = new HandleState(address, queues, stored, this::wake);
    this.sessions = new SessionPool(connection, queues, state, opening.rank());
    this.leases = new Leases(this);
    this.asks = BrokerSession.open(connection, address);
    this.lossListener = state::lost;
    connection.onLoss(lossListener);
    connection.notices().watch(state);
    boolean joined = false;
    try {
      listen();
      leases.join(owner);
      joined = true;
    } finally {
      if (!joined) {
        close();
      }
    }
  }

  static String nameOf(Opening opening) {
    return opening.participant().isEmpty()
        ? ProcessHandle.current().info().command().map(ArtemisHandle::lastPart).orElse("java")
        : opening.participant();
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private void listen() {
    asks.ask(session -> {
      BrokerQueues.createPassing(session, replies(), queues.participants(), RoutingType.ANYCAST);
      session
          .createConsumer(SimpleString.of(replies()), null, 0, WINDOW, -1, false)
          .setMessageHandler(receipts::heard);
      return session;
    });
  }

  private void wake() {
    sessions.cut();
    receipts.end();
  }

  Address address() {
    return address;
  }

  MailboxSettings settings() {
    return stored.settings();
  }

  boolean isRendezvous() {
    return settings().capacity() instanceof Capacity.Zero;
  }

  /// Whether each message has a credit.
  boolean isCounted() {
    return settings().capacity() instanceof Capacity.Bounded;
  }

  boolean hasPriorities() {
    return settings().order() == Order.PRIORITY;
  }

  boolean isDurable() {
    return settings().owner() == Owner.SYSTEM;
  }

  BrokerQueues queues() {
    return queues;
  }

  HandleState state() {
    return state;
  }

  BrokerSession asks() {
    return asks;
  }

  SessionPool sessions() {
    return sessions;
  }

  Receipts receipts() {
    return receipts;
  }

  BrokerParticipant participant() {
    return participant;
  }

  WaitRegistry waits() {
    return marks;
  }

  Leases leases() {
    return leases;
  }

  /// The queue at which this handle hears of its messages.
  String replies() {
    return participant.queue(queues.participants());
  }

  /// Sends a free place back in a session's transaction.
  void giveCredit(TransactedSession session) throws ActiveMQException {
    if (isCounted()) {
      session.send(queues.credits(), session.client().createMessage(isDurable()));
    }
  }

  /// Tells the sender of a message, through its queue of receipts.
  void reply(ClientSession session, String queue, ClientMessage word) throws ActiveMQException {
    session.createProducer(queues.participants() + "::" + queue).send(word);
  }

  @Override
  public void close() {
    boolean wasOver = state.isOver();
    state.closed();
    connection.notices().forget(state);
    connection.forget(lossListener);
    leases.close();
    sessions.close();
    if (!wasOver) {
      asks.destroy(replies());
      if (participant.owner()) {
        queues.all().forEach(asks::destroy);
        asks.destroy(BrokerQueues.settings(queues.name()));
      }
    }
    asks.close();
    connection.release();
  }
}
