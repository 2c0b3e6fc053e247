// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Deadline;
import dure.Receipt;
import dure.Receipt.Outcome;
import dure.Until;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/// What has become of the messages that a handle waits for, as their receivers tell.
final class Receipts {
  private static final String OUTCOME = "dureOutcome";
  private static final String RECEIVER = "dureReceiver";

  private final String prefix;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<String, Pending> pending = new ConcurrentHashMap<>();

  /// A message whose sender waits.
  static final class Pending {
    private final String id;
    private Receipt known = Receipt.of(Outcome.ACCEPTED);
    private boolean over;

    Pending(String id) {
      this.id = id;
    }

    String id() {
      return id;
    }

    private synchronized void heard(Receipt receipt) {
      if (receipt.outcome().compareTo(known.outcome()) > 0) {
        known = receipt;
      }
      notifyAll();
    }

    /// What is known now.
    synchronized Receipt known() {
      return known;
    }

    private synchronized void over() {
      over = true;
      notifyAll();
    }

    /// Waits until it has come so far, or the deadline is over, or the handle has ended.
    synchronized boolean await(Until until, long deadline) throws InterruptedException {
      while (!known.reached(until) || known.outcome() == Outcome.ACCEPTED) {
        long left = Deadline.remaining(deadline);
        if (over || left <= 0) {
          return false;
        }
        wait(Math.max(1, left / 1_000_000));
      }
      return true;
    }
  }

  /// @param participant whose messages they are
  Receipts(long participant) {
    this.prefix = Long.toHexString(participant) + ".";
  }

  /// The number of the next message.
  int next() {
    return count.incrementAndGet() & Integer.MAX_VALUE;
  }

  String id(int number) {
    return prefix + number;
  }

  /// Begins to listen for a message.
  void expect(int number) {
    pending.put(id(number), new Pending(id(number)));
  }

  Pending pending(int number) {
    return pending.computeIfAbsent(id(number), Pending::new);
  }

  void forget(int number) {
    pending.remove(id(number));
  }

  /// A receiver has told.
  void heard(ClientMessage word) {
    Pending waits = pending.get(String.valueOf(word.getStringProperty(BrokerMessage.ID)));
    if (waits != null) {
      Outcome outcome = Outcome.valueOf(word.getStringProperty(OUTCOME));
      waits.heard(new Receipt(outcome, OptionalLong.of(word.getLongProperty(RECEIVER))));
    }
    try {
      word.acknowledge();
    } catch (ActiveMQException connectionLost) {
      // which ends the wait in its own way
    }
  }

  /// Writes a receiver's word.
  static ClientMessage write(
      ClientMessage word, @Nullable String id, Outcome outcome, long receiver) {
    word.putStringProperty(BrokerMessage.ID, String.valueOf(id));
    word.putStringProperty(OUTCOME, outcome.name());
    word.putLongProperty(RECEIVER, receiver);
    return word;
  }

  /// The handle has ended, and its waits with it.
  void end() {
    pending.values().forEach(Pending::over);
  }
}
