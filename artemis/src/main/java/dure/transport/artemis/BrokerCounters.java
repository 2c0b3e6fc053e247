// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/// What seldom happens at a mailbox and is to be known: one message in a queue of its own, replaced
/// in a transaction by each process that has something to add.
final class BrokerCounters {
  static final String REDELIVERED = "redelivered";
  static final String DROPPED = "dropped";
  static final String DEAD = "dead";

  private static final List<String> ALL = List.of(REDELIVERED, DROPPED, DEAD);
  private static final int MOST_LOOKS = 200;
  private static final long PAUSE_MILLIS = 5;

  private BrokerCounters() {}

  /// The message of a new mailbox.
  static void writeNew(ClientMessage message) {
    ALL.forEach(name -> message.putLongProperty(name, 0));
  }

  /// Counts one up, and commits all else that the session has begun.
  static void count(ClientSession session, BrokerQueues queues, String name)
      throws ActiveMQException {
    try (ClientConsumer consumer = session.createConsumer(queues.counters())) {
      ClientMessage before = consumer.receive();
      ClientMessage after = session.createMessage(true);
      for (String each : ALL) {
        after.putLongProperty(each, before.getLongProperty(each) + (each.equals(name) ? 1 : 0));
      }
      before.acknowledge();
      session.createProducer(BrokerQueues.exactly(queues.counters())).send(after);
      session.commit();
    }
  }

  /// The message now. While another process replaces it, it is not to be seen.
  static ClientMessage look(BrokerSession session, BrokerQueues queues) {
    for (int looks = 0; looks < MOST_LOOKS; looks++) {
      List<ClientMessage> seen = session.browse(queues.counters(), null, 1);
      if (!seen.isEmpty()) {
        return seen.getFirst();
      }
      LockSupport.parkNanos(PAUSE_MILLIS * 1_000_000);
    }
    return session.ask(unseen -> {
      ClientMessage none = unseen.createMessage(false);
      writeNew(none);
      return none;
    });
  }
}
