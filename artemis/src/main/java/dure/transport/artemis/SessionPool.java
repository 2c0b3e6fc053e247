// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.transport.artemis.BrokerCall.Work;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.jspecify.annotations.Nullable;

/// The sessions of a handle: as many as there are calls at a time and messages in hand.
final class SessionPool implements AutoCloseable {
  private static final int MOST_IDLE = 4;

  private final BrokerConnection connection;
  private final BrokerQueues queues;
  private final HandleState state;
  private final int rank;
  private final Set<TransactedSession> busy = ConcurrentHashMap.newKeySet();

  // Guarded by this.
  private final Deque<TransactedSession> idle = new ArrayDeque<>();

  SessionPool(BrokerConnection connection, BrokerQueues queues, HandleState state, int rank) {
    this.connection = connection;
    this.queues = queues;
    this.state = state;
    this.rank = rank;
  }

  /// A session of one's own until it is given back.
  TransactedSession borrow() {
    state.check();
    TransactedSession session;
    synchronized (this) {
      session = idle.pollFirst();
    }
    if (session == null) {
      session = open();
    }
    busy.add(session);
    if (state.isOver()) {
      discard(session);
      state.check();
    }
    return session;
  }

  private TransactedSession open() {
    try {
      return new BrokerCall<TransactedSession>(
              call -> new TransactedSession(connection.session(false), queues, rank))
          .run();
    } catch (ActiveMQException refused) {
      throw state.of(refused);
    } catch (InterruptedException impossible) { // it waits for no message
      throw new IllegalStateException(impossible);
    }
  }

  /// Gives back a session whose transaction is over.
  void giveBack(TransactedSession session) {
    busy.remove(session);
    synchronized (this) {
      if (!state.isOver() && idle.size() < MOST_IDLE) {
        idle.addFirst(session);
        return;
      }
    }
    session.close();
  }

  /// Ends a session, and with it whatever it has begun.
  void discard(TransactedSession session) {
    busy.remove(session);
    session.close();
  }

  /// Does something in a session. If it fails, the session ends, and the broker undoes what it has
  /// begun.
  <T extends @Nullable Object> T run(TransactedSession session, Work<T> work)
      throws InterruptedException {
    boolean sound = false;
    try {
      T result = session.run(work);
      sound = true;
      return result;
    } catch (ActiveMQException refused) {
      throw state.of(refused);
    } catch (InterruptedException cut) {
      sound = !state.isOver();
      if (sound) {
        giveBack(session);
      }
      state.check();
      throw cut;
    } finally {
      if (!sound) {
        discard(session);
      }
    }
  }

  /// The same for what does not wait.
  <T extends @Nullable Object> T runNow(TransactedSession session, Work<T> work) {
    try {
      return run(session, work);
    } catch (InterruptedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Ends all waits.
  void cut() {
    busy.forEach(TransactedSession::cut);
  }

  @Override
  public void close() {
    List<TransactedSession> all = new ArrayList<>(busy);
    synchronized (this) {
      all.addAll(idle);
      idle.clear();
    }
    for (TransactedSession session : all) {
      session.cut();
      session.close();
    }
    busy.clear();
  }
}
