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

/// The lanes of a handle: as many as there are calls at a time and messages in hand.
final class LanePool implements AutoCloseable {
  private static final int MOST_IDLE = 4;

  private final BrokerConnection connection;
  private final BrokerQueues queues;
  private final Ending ending;
  private final int rank;
  private final Set<Lane> busy = ConcurrentHashMap.newKeySet();

  // Guarded by this.
  private final Deque<Lane> idle = new ArrayDeque<>();

  LanePool(BrokerConnection connection, BrokerQueues queues, Ending ending, int rank) {
    this.connection = connection;
    this.queues = queues;
    this.ending = ending;
    this.rank = rank;
  }

  /// A lane of one's own until it is given back.
  Lane borrow() {
    ending.check();
    Lane lane;
    synchronized (this) {
      lane = idle.pollFirst();
    }
    if (lane == null) {
      lane = open();
    }
    busy.add(lane);
    if (ending.isOver()) {
      discard(lane);
      ending.check();
    }
    return lane;
  }

  private Lane open() {
    try {
      return new BrokerCall<Lane>(call -> new Lane(connection.session(false), queues, rank)).run();
    } catch (ActiveMQException refused) {
      throw ending.of(refused);
    } catch (InterruptedException impossible) { // it waits for no message
      throw new IllegalStateException(impossible);
    }
  }

  /// Gives back a lane whose transaction is over.
  void giveBack(Lane lane) {
    busy.remove(lane);
    synchronized (this) {
      if (!ending.isOver() && idle.size() < MOST_IDLE) {
        idle.addFirst(lane);
        return;
      }
    }
    lane.close();
  }

  /// Ends a lane, and with it whatever it has begun.
  void discard(Lane lane) {
    busy.remove(lane);
    lane.close();
  }

  /// Does something in a lane. If it fails, the lane ends, and the broker undoes what it has begun.
  <T extends @Nullable Object> T run(Lane lane, Work<T> work) throws InterruptedException {
    boolean sound = false;
    try {
      T result = lane.run(work);
      sound = true;
      return result;
    } catch (ActiveMQException refused) {
      throw ending.of(refused);
    } catch (InterruptedException cut) {
      sound = !ending.isOver();
      if (sound) {
        giveBack(lane);
      }
      ending.check();
      throw cut;
    } finally {
      if (!sound) {
        discard(lane);
      }
    }
  }

  /// The same for what does not wait.
  <T extends @Nullable Object> T runNow(Lane lane, Work<T> work) {
    try {
      return run(lane, work);
    } catch (InterruptedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Ends all waits.
  void cut() {
    busy.forEach(Lane::cut);
  }

  @Override
  public void close() {
    List<Lane> all = new ArrayList<>(busy);
    synchronized (this) {
      all.addAll(idle);
      idle.clear();
    }
    for (Lane lane : all) {
      lane.cut();
      lane.close();
    }
    busy.clear();
  }
}
