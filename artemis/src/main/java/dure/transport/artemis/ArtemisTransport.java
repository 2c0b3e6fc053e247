// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Address;
import dure.Capacity;
import dure.Channel;
import dure.DamagedMailboxException;
import dure.Feature;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.MailboxStatus.Condition;
import dure.MailboxStatus.Counters;
import dure.MailboxStatus.Details;
import dure.NoSuchMailboxException;
import dure.Owner;
import dure.Transport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/// Mailboxes at an Apache Artemis broker: `artemis://host:port/NAME`.
public final class ArtemisTransport implements Transport {
  static final Map<Feature, String> LACKS =
      Map.of(
          Feature.UNTAKEN,
          "the broker keeps nothing of a mailbox that was deleted, so its untaken messages could"
              + " not be told then; browse it while it is there");

  private static final int MOST_LOOKS = 400;
  private static final long PAUSE_NANOS = 5_000_000L;

  /// For the service loader.
  public ArtemisTransport() {}

  @Override
  public String scheme() {
    return "artemis";
  }

  @Override
  public Map<Feature, String> lacks() {
    return LACKS;
  }

  @Override
  public Channel create(Address address, MailboxSettings settings, Opening opening) {
    BrokerAddress at = BrokerAddress.of(address);
    BrokerChoices.check(address, settings);
    return connected(
        at,
        opening,
        connection -> {
          StoredSettings stored;
          try (BrokerSession session = BrokerSession.open(connection, address)) {
            stored = BrokerCreation.create(connection, session, at, settings, opening);
          }
          return handle(at, connection, stored, opening, settings.owner() == Owner.PROCESS);
        });
  }

  @Override
  public Channel open(Address address, Opening opening) {
    BrokerAddress at = BrokerAddress.of(address);
    if (opening.readOnly()) {
      throw new IllegalArgumentException(
          "mailbox '"
              + opening.called(address)
              + "': a broker hands a message to its participants, and only at one in shared"
              + " memory that is for all and has drop-oldest can a handle be for reading only; open"
              + " it without readOnly()");
    }
    return connected(
        at,
        opening,
        connection -> {
          StoredSettings stored;
          try (BrokerSession session = BrokerSession.open(connection, address)) {
            stored = settings(session, at);
          }
          return handle(at, connection, stored, opening, false);
        });
  }

  private interface Opened {
    ArtemisHandle by(BrokerConnection connection);
  }

  private static Channel connected(BrokerAddress at, Opening opening, Opened opened) {
    BrokerConnection connection =
        BrokerConnection.acquire(opening.called(at.address()).toString(), at.broker());
    boolean open = false;
    try {
      Channel channel = new ArtemisChannel(opened.by(connection));
      open = true;
      return channel;
    } finally {
      if (!open) {
        connection.release();
      }
    }
  }

  private static ArtemisHandle handle(
      BrokerAddress at,
      BrokerConnection connection,
      StoredSettings stored,
      Opening opening,
      boolean owner) {
    BrokerQueues queues = new BrokerQueues(at.name(), stored.number());
    return new ArtemisHandle(
        opening.called(at.address()), connection, queues, stored, opening, owner);
  }

  /// What the creator chose. A mailbox that is being created has it soon.
  private static StoredSettings settings(BrokerSession session, BrokerAddress at) {
    for (int looks = 0; looks < MOST_LOOKS; looks++) {
      try {
        StoredSettings stored = session.settings(at.name());
        if (stored != null) {
          return stored;
        }
      } catch (IllegalArgumentException unsound) {
        throw new DamagedMailboxException(
            at.address().toString(),
            "what the broker has under its name is no mailbox of this version: "
                + unsound.getMessage());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new DamagedMailboxException(
        at.address().toString(),
        "its creator ended before it was whole; delete it, and create it again");
  }

  @Override
  public void delete(Address address) {
    BrokerAddress at = BrokerAddress.of(address);
    visit(
        at,
        (connection, session) -> {
          BrokerCreation.delete(connection, session, at);
          return at;
        });
  }

  @Override
  public MailboxStatus status(Address address) {
    BrokerAddress at = BrokerAddress.of(address);
    return visit(
        at,
        (connection, session) -> {
          StoredSettings stored = settings(session, at);
          BrokerQueues queues = new BrokerQueues(at.name(), stored.number());
          if (!session.exists(queues.messages())) {
            throw new NoSuchMailboxException(
                address.toString(), "the broker has no mailbox of this name any more; create it");
          }
          return status(address, session, queues, stored.settings());
        });
  }

  static MailboxStatus status(
      Address address, BrokerSession session, BrokerQueues queues, MailboxSettings settings) {
    List<String> marks = session.queuesAt(queues.waits());
    String participants = queues.participants();
    ClientMessage counters = BrokerCounters.look(session, queues);
    long[] known =
        session.attributes(
            queues.messages(), "PersistentSize", "MessagesAdded", "MessagesAcknowledged");
    boolean stores = !(settings.capacity() instanceof Capacity.Zero);
    return new MailboxStatus(
        address,
        Condition.LIVE,
        new Details(
            settings,
            "",
            "",
            known[0],
            stores ? session.count(queues.messages()) : 0,
            new Counters(
                known[1],
                known[2],
                counters.getLongProperty(BrokerCounters.REDELIVERED),
                0,
                0,
                counters.getLongProperty(BrokerCounters.DROPPED),
                counters.getLongProperty(BrokerCounters.DEAD)),
            session.queuesAt(participants).stream()
                .map(queue -> BrokerParticipant.parse(participants, queue).seen(marks))
                .toList(),
            true,
            Map.of()));
  }

  private interface Visit<T> {
    T with(BrokerConnection connection, BrokerSession session);
  }

  private static <T> T visit(BrokerAddress at, Visit<T> visit) {
    BrokerConnection connection = BrokerConnection.acquire(at.address().toString(), at.broker());
    try (BrokerSession session = BrokerSession.open(connection, at.address())) {
      return visit.with(connection, session);
    } finally {
      connection.release();
    }
  }

  /// None: no list of brokers exists.
  @Override
  public List<MailboxStatus> list() {
    return List.of();
  }
}
