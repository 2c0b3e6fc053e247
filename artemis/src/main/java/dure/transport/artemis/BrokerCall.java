// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Deadline;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/// One call of a mailbox, carried out on a thread of its own: so an interrupt of the caller ends a
/// wait for a message, and never a question that the broker is answering.
final class BrokerCall<T extends @Nullable Object> {
  private static final long MILLI = 1_000_000L;

  private final Work<T> work;

  // Guarded by this.
  private @Nullable Thread worker;
  private boolean waits;
  private boolean cut;
  private boolean ended;
  private @Nullable Throwable failure;
  private @Nullable T result;

  /// What is to be done.
  interface Work<T extends @Nullable Object> {
    T with(BrokerCall<T> call) throws ActiveMQException, InterruptedException;
  }

  BrokerCall(Work<T> work) {
    this.work = work;
  }

  /// Carries it out.
  ///
  /// @throws InterruptedException if a wait was cut
  T run() throws ActiveMQException, InterruptedException {
    Thread thread = Thread.ofVirtual().name("dure-broker-call").unstarted(this::work);
    synchronized (this) {
      worker = thread;
    }
    thread.start();
    if (awaitEnd() && failure == null) {
      Thread.currentThread().interrupt(); // it came too late to end anything
    }
    return outcome();
  }

  private void work() {
    try {
      T value = work.with(this);
      end(value, null);
    } catch (Throwable thrown) {
      end(null, thrown);
    }
  }

  private synchronized void end(@Nullable T value, @Nullable Throwable thrown) {
    result = value;
    failure = thrown;
    ended = true;
    notifyAll();
  }

  /// Whether the caller was interrupted meanwhile.
  private synchronized boolean awaitEnd() {
    boolean interrupted = false;
    while (!ended) {
      try {
        wait();
      } catch (InterruptedException told) {
        interrupted = true;
        cut();
      }
    }
    return interrupted;
  }

  @SuppressWarnings("NullAway") // a result that may be null is one of its type
  private T outcome() throws ActiveMQException, InterruptedException {
    return switch (failure) {
      case null -> result;
      case ActiveMQException refused -> throw refused;
      case InterruptedException wasCut -> throw wasCut;
      case RuntimeException other -> throw other;
      case Error error -> throw error;
      case Throwable impossible -> throw new IllegalStateException(impossible);
    };
  }

  /// Ends the wait that is under way, or the next one.
  synchronized void cut() {
    cut = true;
    if (waits && worker != null) {
      worker.interrupt();
    }
  }

  /// Waits for a message until a deadline; null if none came.
  ///
  /// @throws InterruptedException if the wait was cut
  @Nullable ClientMessage await(ClientConsumer consumer, long deadline)
      throws ActiveMQException, InterruptedException {
    while (true) {
      long left = Deadline.remaining(deadline);
      if (left <= 0) {
        return null;
      }
      ClientMessage message = await(consumer, left, deadline == Deadline.NEVER);
      if (message != null || consumer.isClosed()) {
        return message;
      }
    }
  }

  private @Nullable ClientMessage await(ClientConsumer consumer, long nanos, boolean forever)
      throws ActiveMQException, InterruptedException {
    synchronized (this) {
      if (cut) {
        throw new InterruptedException("cut");
      }
      waits = true;
    }
    try {
      return forever ? consumer.receive() : consumer.receive(Math.max(1, nanos / MILLI));
    } catch (ActiveMQInterruptedException told) {
      throw new InterruptedException("cut");
    } finally {
      synchronized (this) {
        waits = false;
        boolean _ = Thread.interrupted();
      }
    }
  }
}
