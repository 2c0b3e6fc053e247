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
final class Seats implements AutoCloseable {
  private static final String KIND = "dureSeat";
  private static final String PLACE = "place";
  private static final String SENDING = "sending";
  private static final String RECEIVING = "receiving";

  /// How long the broker may need to notice that the process before has ended.
  private static final Duration SUCCESSION = Duration.ofMillis(500);

  private final ArtemisHandle handle;

  private final ReentrantLock seeking = new ReentrantLock();
  private final Map<String, Lane> held = new ConcurrentHashMap<>();

  Seats(ArtemisHandle handle) {
    this.handle = handle;
  }

  /// The kinds of seats that a new mailbox has, each as often as there are.
  static List<String> of(Receivers receivers) {
    return switch (receivers) {
      case PAIR -> List.of(PLACE, PLACE, SENDING, RECEIVING);
      case ONE -> List.of(RECEIVING);
      default -> List.of();
    };
  }

  static void write(ClientMessage seat, String kind) {
    seat.putStringProperty(KIND, kind);
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

  /// One thread of this handle seeks a seat at a time; the others find it held.
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
    Lane lane = handle.lanes().borrow();
    boolean got = handle.lanes().run(lane, call -> isTaken(kind, lane, call, deadline));
    if (got) {
      held.put(kind, lane);
    } else {
      handle.lanes().giveBack(lane);
    }
    return got;
  }

  /// The message is acknowledged and never committed: it is in hand as long as the lane is.
  private boolean isTaken(String kind, Lane lane, BrokerCall<?> call, long deadline)
      throws ActiveMQException, InterruptedException {
    String filter = KIND + " = '" + kind + "'";
    try (ClientConsumer seats = lane.session().createConsumer(handle.queues().seats(), filter)) {
      ClientMessage seat = seats.receiveImmediate();
      if (seat == null && deadline != Deadline.NOW) {
        seat =
            handle
                .marks()
                .during(lane.session(), kind.equals(RECEIVING), () -> call.await(seats, deadline));
      }
      if (seat != null) {
        seat.acknowledge();
      }
      return seat != null;
    }
  }

  @Override
  public void close() {
    held.values().forEach(handle.lanes()::discard);
    held.clear();
  }
}
