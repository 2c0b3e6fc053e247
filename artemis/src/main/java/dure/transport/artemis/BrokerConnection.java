// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.ConnectionLostException;
import dure.transport.artemis.BrokerAddress.Broker;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.jspecify.annotations.Nullable;

/// This process's connection to a broker, shared by all its mailboxes there and closed with the
/// last of them.
final class BrokerConnection {
  /// The variable that has the password of the user in an address.
  static final String PASSWORD = "DURE_BROKER_PASSWORD";

  /// The variable that names a PEM file with the certificates to trust.
  static final String TRUST = "DURE_BROKER_TRUST";

  private static final Map<Broker, BrokerConnection> OPEN = new HashMap<>();
  private static final int UNLIMITED = -1;

  /// How long a broker may take to answer: as long as the host of a mailbox behind a socket.
  private static final long ANSWER_MILLIS = 15_000;

  private final Broker broker;
  private final ServerLocator locator;
  private final ClientSessionFactory factory;
  private final BrokerNotices notices;
  private final Set<Consumer<String>> losses = ConcurrentHashMap.newKeySet();

  // Guarded by OPEN.
  private int users;

  private BrokerConnection(Broker broker) throws ActiveMQException {
    this.broker = broker;
    this.locator = locator(broker);
    boolean connected = false;
    try {
      this.factory = connect(locator);
      this.notices = new BrokerNotices(session(true), this::lost);
      connected = true;
    } finally {
      if (!connected) {
        locator.close();
      }
    }
  }

  private static ClientSessionFactory connect(ServerLocator locator) throws ActiveMQException {
    try {
      return locator.createSessionFactory();
    } catch (ActiveMQException refused) {
      throw refused;
    } catch (Exception other) {
      throw new ActiveMQException(other.getMessage(), other, null);
    }
  }

  /// The connection of this process to a broker, to be given back by [#release].
  ///
  /// @param mailbox what errors speak of
  static BrokerConnection acquire(String mailbox, Broker broker) {
    synchronized (OPEN) {
      BrokerConnection open = OPEN.get(broker);
      if (open == null || open.factory.isClosed()) {
        try {
          open = new BrokerConnection(broker);
        } catch (ActiveMQException refused) {
          throw unreachable(mailbox, broker, refused);
        }
        OPEN.put(broker, open);
      }
      open.users++;
      return open;
    }
  }

  private static RuntimeException unreachable(
      String mailbox, Broker broker, ActiveMQException refused) {
    return switch (refused.getType()) {
      case NOT_CONNECTED, CONNECTION_TIMEDOUT, GENERIC_EXCEPTION, DISCONNECTED ->
          new ConnectionLostException(
              mailbox,
              "no broker answers at "
                  + broker.host()
                  + ":"
                  + broker.port()
                  + ", or it refuses the kind of connection; start one with 'dure broker', or"
                  + " correct the address: with '?tls' for a broker that encrypts, whose"
                  + " certificate "
                  + TRUST
                  + " trusts");
      default -> BrokerErrors.of(mailbox, refused);
    };
  }

  private static ServerLocator locator(Broker broker) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put(TransportConstants.HOST_PROP_NAME, broker.host());
    parameters.put(TransportConstants.PORT_PROP_NAME, broker.port());
    if (broker.tls()) {
      parameters.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
      String trusted = System.getenv(TRUST);
      if (trusted != null) {
        parameters.put(TransportConstants.TRUSTSTORE_TYPE_PROP_NAME, "PEMCA");
        parameters.put(TransportConstants.TRUSTSTORE_PATH_PROP_NAME, trusted);
      }
    }
    return ActiveMQClient.createServerLocatorWithoutHA(
            new TransportConfiguration(NettyConnectorFactory.class.getName(), parameters))
        .setConsumerWindowSize(0)
        .setAckBatchSize(0)
        .setProducerWindowSize(UNLIMITED)
        .setConfirmationWindowSize(UNLIMITED)
        .setBlockOnDurableSend(false)
        .setBlockOnNonDurableSend(false)
        .setCallTimeout(ANSWER_MILLIS)
        .setReconnectAttempts(0);
  }

  /// A session of this connection, begun.
  ///
  /// @param commits whether each send and acknowledgement counts at once, or with its transaction
  ClientSession session(boolean commits) throws ActiveMQException {
    String user = broker.user();
    ClientSession session =
        factory.createSession(
            user, user == null ? null : System.getenv(PASSWORD), false, commits, commits, false, 0);
    session.start();
    return session;
  }

  /// What happens to queues at the broker.
  BrokerNotices notices() {
    return notices;
  }

  /// Has a listener told when the connection is lost.
  void onLoss(Consumer<String> listener) {
    losses.add(listener);
  }

  void forget(Consumer<String> listener) {
    losses.remove(listener);
  }

  private void lost(String why) {
    losses.forEach(listener -> listener.accept(why));
  }

  /// Gives the connection back.
  void release() {
    synchronized (OPEN) {
      users--;
      if (users == 0) {
        OPEN.remove(broker, this);
        locator.close();
      }
    }
  }

  @Override
  public @Nullable String toString() {
    return broker.host() + ":" + broker.port();
  }
}
