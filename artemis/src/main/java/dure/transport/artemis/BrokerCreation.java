// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Capacity;
import dure.MailboxExistsException;
import dure.MailboxSettings;
import dure.NoSuchMailboxException;
import dure.Owner;
import dure.Transport.Opening;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/// How a mailbox comes to be at a broker, and how it ends.
final class BrokerCreation {
  private BrokerCreation() {}

  /// Creates the queues of a mailbox. The first one, for the settings, has the name: the broker
  /// gives it to one of several creators. What the creator chose comes into it last, so a mailbox
  /// that can be opened is whole.
  static StoredSettings create(
      BrokerConnection connection,
      BrokerSession session,
      BrokerAddress at,
      MailboxSettings settings,
      Opening opening) {
    String number = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    StoredSettings stored =
        new StoredSettings(
            number, settings, ArtemisHandle.nameOf(opening), ProcessHandle.current().pid());
    BrokerQueues queues = new BrokerQueues(at.name(), number);
    if (!isGiven(session, BrokerQueues.settings(at.name()), settings)) {
      throw new MailboxExistsException(
          at.address().toString(),
          "the broker has a mailbox of this name; open it, delete it, or take another name");
    }
    session.ask(asked -> {
      for (String queue : queues.all()) {
        BrokerQueues.create(asked, queue, settings);
      }
      return asked;
    });
    try (BrokerSession filling = BrokerSession.transacted(connection, at.address())) {
      filling.ask(asked -> {
        fill(asked, queues, stored);
        return asked;
      });
    }
    return stored;
  }

  private static boolean isGiven(BrokerSession session, String queue, MailboxSettings settings) {
    return session.ask(asked -> {
      try {
        BrokerQueues.create(asked, queue, settings);
        return true;
      } catch (ActiveMQException refused) {
        if (refused.getType() == ActiveMQExceptionType.QUEUE_EXISTS) {
          return false;
        }
        throw refused;
      }
    });
  }

  private static void fill(ClientSession session, BrokerQueues queues, StoredSettings stored)
      throws ActiveMQException {
    boolean durable = stored.settings().owner() == Owner.SYSTEM;
    try (ClientProducer producer = session.createProducer()) {
      if (stored.settings().capacity() instanceof Capacity.Bounded bounded) {
        for (int i = 0; i < bounded.messages(); i++) {
          producer.send(BrokerQueues.exactly(queues.credits()), session.createMessage(durable));
        }
      }
      for (String lease : Leases.of(stored.settings().receivers())) {
        ClientMessage message = session.createMessage(durable);
        Leases.write(message, lease);
        producer.send(BrokerQueues.exactly(queues.leases()), message);
      }
      ClientMessage counters = session.createMessage(durable);
      BrokerCounters.writeNew(counters);
      producer.send(BrokerQueues.exactly(queues.counters()), counters);
      ClientMessage settings = session.createMessage(durable);
      stored.writeTo(settings);
      producer.send(BrokerQueues.exactly(BrokerQueues.settings(queues.name())), settings);
      session.commit();
    }
  }

  /// Deletes a mailbox: its users are told by a queue that comes for a moment.
  ///
  /// @throws NoSuchMailboxException if there is none
  static void delete(BrokerConnection connection, BrokerSession session, BrokerAddress at) {
    StoredSettings stored = session.settings(at.name());
    if (stored != null) {
      BrokerQueues queues = new BrokerQueues(at.name(), stored.number());
      session.ask(asked -> {
        BrokerQueues.createPassing(
            asked, queues.tombstone(), queues.tombstone(), RoutingType.ANYCAST);
        return asked;
      });
      connection.notices().tell(queues.tombstone(), true);
      boolean first = session.destroy(BrokerQueues.settings(at.name()));
      queues.all().forEach(session::destroy);
      session.destroy(queues.tombstone());
      if (!first) {
        throw none(at);
      }
    } else if (!session.destroy(BrokerQueues.settings(at.name()))) {
      throw none(at);
    }
  }

  private static NoSuchMailboxException none(BrokerAddress at) {
    return new NoSuchMailboxException(
        at.address().toString(), "the broker has no mailbox of this name any more");
  }
}
