// SPDX-License-Identifier: Apache-2.0
package dure.concurrent;

import dure.Delivery;
import dure.MailboxDeletedException;
import dure.TypedMailbox;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One subscription: a thread that receives as many messages as were requested, and hands them on.
final class MailboxSubscription<E> implements Flow.Subscription {
  /// How often to look whether the mailbox still is while nothing is requested.
  private static final long LOOK_NANOS = 100_000_000;

  private final TypedMailbox<E> source;
  private final boolean ownHandle;
  private final Thread thread;

  /// Only its thread uses it; gone with the subscription, as others may keep this object.
  private Flow.@Nullable Subscriber<? super E> subscriber;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private long demand;
  private boolean cancelled;
  private boolean receiving;
  private @Nullable RuntimeException refusal;

  /// @param ownHandle whether to close the mailbox at the end
  MailboxSubscription(
      TypedMailbox<E> source, boolean ownHandle, Flow.Subscriber<? super E> subscriber) {
    this.source = source;
    this.ownHandle = ownHandle;
    this.subscriber = subscriber;
    this.thread = Thread.ofVirtual().name("dure-publisher").unstarted(this::run);
  }

  void begin() {
    Flow.Subscriber<? super E> to = subscriber;
    boolean subscribed = false;
    try {
      if (to != null) {
        to.onSubscribe(this);
      }
      subscribed = true;
    } finally {
      if (!subscribed && ownHandle) {
        source.close();
      }
    }
    thread.start();
  }

  @Override
  public void request(long more) {
    lock.lock();
    try {
      if (more > 0) {
        demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
      } else if (refusal == null) {
        refusal = new IllegalArgumentException("requested are from 1 on (§3.9), not " + more);
        stopReceiving();
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void cancel() {
    lock.lock();
    try {
      cancelled = true;
      stopReceiving();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Only the wait at the mailbox is interrupted, never what the subscriber does.
  private void stopReceiving() {
    if (receiving) {
      thread.interrupt();
    }
  }

  private void run() {
    Flow.Subscriber<? super E> to = subscriber;
    try {
      source
          .mailbox()
          .channel()
          .requireLive(); // so that one that has ended says so without being asked for more
      while (to != null && isWanted()) {
        handOnTo(to);
      }
    } catch (MailboxDeletedException end) {
      if (to != null && !isCancelled()) {
        to.onComplete();
      }
    } catch (SubscriberFailedException failed) {
      throw failed;
    } catch (RuntimeException | Error failure) {
      if (to != null && !isCancelled()) {
        to.onError(failure);
      }
    } finally {
      subscriber = null;
      if (ownHandle) {
        source.close();
      }
    }
  }

  /// Waits until something is requested; false if nothing ever will be. Meanwhile only this thread
  /// sees that the mailbox has ended.
  private boolean isWanted() {
    while (!isCancelled()) {
      if (awaitDemand()) {
        return true;
      }
      source.mailbox().channel().requireLive();
    }
    return false;
  }

  private boolean awaitDemand() {
    lock.lock();
    try {
      long left = LOOK_NANOS;
      while (demand == 0 && !cancelled && refusal == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (refusal != null && !cancelled) {
        throw refusal;
      }
      return demand > 0 && !cancelled;
    } catch (InterruptedException byNobody) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean isCancelled() {
    lock.lock();
    try {
      return cancelled;
    } finally {
      lock.unlock();
    }
  }

  /// Where each message goes to one, it is kept until the subscriber is done with it. Where all
  /// receive everything, it is this listener's alone, and goes with it.
  private void handOnTo(Flow.Subscriber<? super E> to) {
    if (ownHandle) {
      E element = receive(source::receive);
      if (element != null) {
        handOn(to, element);
      }
      return;
    }
    Delivery next = receive(source.mailbox()::receiveDelivery);
    if (next == null) {
      return;
    }
    try (Delivery delivery = next) {
      if (handOn(to, source.decode(delivery.message()))) {
        delivery.acknowledge();
      }
    }
  }

  private boolean handOn(Flow.Subscriber<? super E> to, E element) {
    if (!isStillWanted()) {
      return false;
    }
    try {
      to.onNext(element);
      return true;
    } catch (RuntimeException | Error failed) {
      cancel();
      throw new SubscriberFailedException(failed);
    }
  }

  /// A wait at the mailbox.
  private interface Wait<T> {
    T await() throws InterruptedException;
  }

  private <T> @Nullable T receive(Wait<T> wait) {
    if (!begins()) {
      return null;
    }
    try {
      return wait.await();
    } catch (InterruptedException stopped) {
      return null;
    } finally {
      ends();
    }
  }

  private boolean begins() {
    lock.lock();
    try {
      receiving = !cancelled && refusal == null;
      return receiving;
    } finally {
      lock.unlock();
    }
  }

  private void ends() {
    lock.lock();
    try {
      receiving = false;
      Thread.interrupted(); // by a cancel that came too late
    } finally {
      lock.unlock();
    }
  }

  private boolean isStillWanted() {
    lock.lock();
    try {
      boolean wanted = !cancelled && refusal == null;
      if (wanted && demand < Long.MAX_VALUE) {
        demand--;
      }
      return wanted;
    } finally {
      lock.unlock();
    }
  }

  /// What a subscriber threw, which it must not; for the thread's handler of uncaught exceptions.
  private static final class SubscriberFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SubscriberFailedException(Throwable thrown) {
      super("a subscriber must not throw (§2.13); its subscription has ended", thrown);
    }
  }
}
