// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.transport.artemis.BrokerCall.Work;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/// A transaction with the broker, and what it needs: for one call at a time, and for a message in
/// hand as long as it is in hand.
final class TransactedSession implements AutoCloseable {
  private final ClientSession session;
  private final ClientProducer producer;
  private final BrokerQueues queues;
  private final int rank;
  private @Nullable ClientConsumer messages;
  private @Nullable ClientConsumer credits;
  private volatile @Nullable BrokerCall<?> call;

  /// @param session transacted; closed with the session
  /// @param rank of the receiver, among all that wait
  TransactedSession(ClientSession session, BrokerQueues queues, int rank) throws ActiveMQException {
    this.session = session;
    this.producer = session.createProducer();
    this.queues = queues;
    this.rank = rank;
  }

  /// Does something in this session.
  <T extends @Nullable Object> T run(Work<T> work) throws ActiveMQException, InterruptedException {
    BrokerCall<T> now = new BrokerCall<>(work);
    call = now;
    try {
      return now.run();
    } finally {
      call = null;
    }
  }

  /// Ends the wait that is under way.
  void cut() {
    BrokerCall<?> now = call;
    if (now != null) {
      now.cut();
    }
  }

  ClientSession client() {
    return session;
  }

  /// The receiver of whatever comes next.
  ClientConsumer messages() throws ActiveMQException {
    ClientConsumer now = messages;
    if (now == null) {
      now = consumer(queues.messages(), null, rank);
      messages = now;
    }
    return now;
  }

  /// The receiver of free places.
  ClientConsumer credits() throws ActiveMQException {
    ClientConsumer now = credits;
    if (now == null) {
      now = consumer(queues.credits(), null, 0);
      credits = now;
    }
    return now;
  }

  /// A receiver of messages that have certain properties, to be closed by its user.
  ClientConsumer matching(String filter) throws ActiveMQException {
    return consumer(queues.messages(), filter, rank);
  }

  /// One that gets a message only when it asks for one, so that nothing lies idle with it.
  private ClientConsumer consumer(String queue, @Nullable String filter, int priority)
      throws ActiveMQException {
    SimpleString which = filter == null ? null : SimpleString.of(filter);
    return session.createConsumer(SimpleString.of(queue), which, priority, 0, -1, false);
  }

  /// Ends receivers that got nothing: what the broker had on its way to them goes to others, and
  /// does not lie with one that asks for no more.
  void forgetReceivers() throws ActiveMQException {
    ClientConsumer one = messages;
    messages = null;
    ClientConsumer other = credits;
    credits = null;
    if (one != null) {
      one.close();
    }
    if (other != null) {
      other.close();
    }
  }

  void send(String queue, ClientMessage message) throws ActiveMQException {
    producer.send(BrokerQueues.exactly(queue), message);
  }

  void commit() throws ActiveMQException {
    session.commit();
  }

  void rollback() throws ActiveMQException {
    session.rollback();
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (ActiveMQException alreadyLost) {
      // then the broker has undone it
    }
  }
}
