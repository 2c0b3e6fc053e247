// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.SessionFailureListener;

/// What the broker tells of queues that come and go, so that a wait ends when its mailbox does.
final class BrokerNotices {
  private static final String ADDRESS = "activemq.notifications";
  private static final String KIND = "_AMQ_NotifType";
  private static final String QUEUE = "_AMQ_RoutingName";
  private static final String ADDED = "BINDING_ADDED";
  private static final String REMOVED = "BINDING_REMOVED";
  private static final int WINDOW = 1 << 20;

  private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();

  /// Hears of each queue that comes or goes.
  interface Watcher {
    /// @param queue its name
    /// @param there whether it has come, or gone
    void told(String queue, boolean there);
  }

  /// @param session closed with its connection
  /// @param onLoss told why the connection is lost
  BrokerNotices(ClientSession session, Consumer<String> onLoss) throws ActiveMQException {
    session.addFailureListener(listener(onLoss));
    String queue = "dure.notices." + UUID.randomUUID();
    session.createQueue(
        QueueConfiguration.of(queue)
            .setAddress(ADDRESS)
            .setRoutingType(RoutingType.MULTICAST)
            .setFilterString(KIND + " IN ('" + ADDED + "', '" + REMOVED + "')")
            .setDurable(false)
            .setTemporary(true));
    ClientConsumer consumer =
        session.createConsumer(SimpleString.of(queue), null, 0, WINDOW, -1, false);
    consumer.setMessageHandler(this::told);
  }

  private void told(ClientMessage notice) {
    acknowledge(notice);
    String queue = String.valueOf(notice.getStringProperty(QUEUE));
    boolean there = ADDED.equals(notice.getStringProperty(KIND));
    tell(queue, there);
  }

  /// Tells the watchers of this process what it has just done, before the broker does.
  void tell(String queue, boolean there) {
    watchers.forEach(watcher -> watcher.told(queue, there));
  }

  private static void acknowledge(ClientMessage notice) {
    try {
      notice.acknowledge();
    } catch (ActiveMQException connectionLost) {
      // which is told in its own way
    }
  }

  void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  void forget(Watcher watcher) {
    watchers.remove(watcher);
  }

  private static SessionFailureListener listener(Consumer<String> onLoss) {
    return new SessionFailureListener() {
      @Override
      public void connectionFailed(ActiveMQException exception, boolean failedOver) {
        if (exception.getType() != ActiveMQExceptionType.OBJECT_CLOSED) {
          onLoss.accept(exception.getMessage());
        }
      }

      @Override
      public void connectionFailed(
          ActiveMQException exception, boolean failedOver, String scaleDownTargetNodeId) {
        connectionFailed(exception, failedOver);
      }

      @Override
      public void beforeReconnect(ActiveMQException exception) {}
    };
  }
}
