// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Deadline;
import dure.LinkTakenException;
import dure.Receivers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/// The places that a handle has to itself: one of the two of a pair, the sending end, the receiving
/// end. Each is a message that its holder has in hand, so the broker frees it when its holder ends.
final class Leases implements AutoCloseable {
  private static final String KIND = "dureLease";
  private static final String PLACE = "place";
  private static final String SENDING = "sending";
  private static final String RECEIVING = "receiving";

  /// How long the broker may need to notice that the process before has ended.
  private static final Duration SUCCESSION = Duration.ofMillis(500);

  private final ArtemisHandle handle;
  private final ReentrantLock seeking = new ReentrantLock();
  private final Map<String, TransactedSession> held = new ConcurrentHashMap<>();

  Leases(ArtemisHandle handle) {
    this.handle = handle;
  }

  /// The kinds of leases that a new mailbox has, each as often as there are.
  static List<String> of(Receivers receivers) {
    return switch (receivers) {
      case PAIR -> List.of(PLACE, PLACE, SENDING, RECEIVING);
      case ONE -> List.of(RECEIVING);
      default -> List.of();
    };
  }

  static void write(ClientMessage lease, String kind) {
    lease.putStringProperty(KIND, kind);
  }

  /// Takes one of the two places of a pair. The owner of a mailbox is not counted.
  ///
  /// @throws LinkTakenException if both are taken
  void join(boolean owner) {
    if (handle.settings().receivers() == Receivers.PAIR && !owner) {
      try {
        if (!holds(PLACE, Deadline.after(SUCCESSION))) {
          throw taken("it joins two processes and has them already; try again when one has left");
        }
      } catch (InterruptedException sooner) {
        Thread.currentThread().interrupt();
        throw taken("the wait for one of its two places was interrupted");
      }
    }
  }

  /// Has the sending end of a pair, from the first send on.
  void requireSending() throws InterruptedException {
    if (handle.settings().receivers() == Receivers.PAIR
        && !holds(SENDING, Deadline.after(SUCCESSION))) {
      throw taken("the other process of this pair sends; receive, or use two pairs");
    }
  }

  /// Has the receiving end of a pair, or of a mailbox for one, from the first receive on; whether
  /// that was so in time.
  boolean hasReceiving(long deadline) throws InterruptedException {
    return switch (handle.settings().receivers()) {
      case PAIR -> {
        if (!holds(RECEIVING, Deadline.after(SUCCESSION))) {
          throw taken("the other process of this pair receives; send, or use two pairs");
        }
        yield true;
      }
      case ONE -> holds(RECEIVING, deadline);
      default -> true;
    };
  }

  private LinkTakenException taken(String why) {
    return new LinkTakenException(handle.address().toString(), why);
  }

  /// One thread of this handle seeks a lease at a time; the others find it held.
  private boolean holds(String kind, long deadline) throws InterruptedException {
    if (held.containsKey(kind)) {
      return true;
    }
    if (!seeking.tryLock(Math.max(0, Deadline.remaining(deadline)), TimeUnit.NANOSECONDS)) {
      return false;
    }
    try {
      return held.containsKey(kind) || takes(kind, deadline);
    } finally {
      seeking.unlock();
    }
  }

  private boolean takes(String kind, long deadline) throws InterruptedException {
    TransactedSession session = handle.sessions().borrow();
    boolean got = handle.sessions().run(session, call -> isTaken(kind, session, call, deadline));
    if (got) {
      held.put(kind, session);
    } else {
      handle.sessions().giveBack(session);
    }
    return got;
  }

  /// The message is acknowledged and never committed: it is in hand as long as the session is.
  private boolean isTaken(String kind, TransactedSession session, BrokerCall<?> call, long deadline)
      throws ActiveMQException, InterruptedException {
    String filter = KIND + " = '" + kind + "'";
    try (ClientConsumer leases =
        session.client().createConsumer(handle.queues().leases(), filter)) {
      ClientMessage lease = leases.receiveImmediate();
      if (lease == null && deadline != Deadline.NOW) {
        lease =
            handle
                .waits()
                .during(
                    session.client(), kind.equals(RECEIVING), () -> call.await(leases, deadline));
      }
      if (lease != null) {
        lease.acknowledge();
      }
      return lease != null;
    }
  }

  @Override
  public void close() {
    held.values().forEach(handle.sessions()::discard);
    held.clear();
  }
}
