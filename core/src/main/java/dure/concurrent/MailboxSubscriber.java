// SPDX-License-Identifier: Apache-2.0
package dure.concurrent;

import dure.TypedMailbox;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A subscriber that sends what it gets into a mailbox.
///
/// It requests no more than a *window* of elements beyond those that the mailbox has accepted, so a
/// full mailbox holds the publisher back, and the publisher's thread never waits: a virtual thread
/// sends. What is in the window when this process dies, or [#close] is called, has not been sent.
///
/// When the publisher is done, or fails, all that came before is sent first. The mailbox stays as
/// it is: a program that wants its receivers to know deletes it, when [#done] is and nothing is
/// left in it. When the mailbox fails, as by being deleted, the subscription is cancelled. One
/// subscriber is for one subscription.
///
/// @param <E> the elements
public final class MailboxSubscriber<E> implements Flow.Subscriber<E>, AutoCloseable {
  /// The window where none is named.
  public static final int DEFAULT_WINDOW = 64;

  /// A wait for room notices an interrupt within a slice of sleep.
  private static final Duration LONGEST_END = Duration.ofSeconds(1);

  private final TypedMailbox<E> elements;
  private final int window;
  private final Thread thread;
  private final BlockingQueue<Signal<E>> signals = new LinkedBlockingQueue<>();
  private final CompletableFuture<Long> done = new CompletableFuture<>();
  private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

  /// What the publisher has said: an element, or the end.
  private record Signal<E>(@Nullable E element, @Nullable Throwable failure) {}

  /// A subscriber that sends into an open mailbox.
  public MailboxSubscriber(TypedMailbox<E> elements) {
    this(elements, DEFAULT_WINDOW);
  }

  /// @param window how many elements may have come and not been sent, from 1 on
  public MailboxSubscriber(TypedMailbox<E> elements, int window) {
    if (window < 1) {
      throw new IllegalArgumentException("a window is from 1 on, not " + window);
    }
    this.elements = Objects.requireNonNull(elements);
    this.window = window;
    this.thread = Thread.ofVirtual().name("dure-subscriber").unstarted(this::run);
  }

  /// Done with how many elements were sent, when all were; with the publisher's error, when all
  /// before it were; with the mailbox's exception; or, after [#close], with a
  /// [CancellationException].
  public CompletableFuture<Long> done() {
    return done.copy();
  }

  @Override
  public void onSubscribe(Flow.Subscription next) {
    Objects.requireNonNull(next);
    if (subscription.compareAndSet(null, next) && !done.isDone()) {
      thread.start();
      next.request(window);
    } else {
      next.cancel();
    }
  }

  @Override
  public void onNext(E element) {
    Objects.requireNonNull(element);
    if (signals.size() >= window) {
      fail(new IllegalStateException("the publisher sends more than was requested (§1.1)"));
    } else {
      signals.add(new Signal<>(element, null));
    }
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(new Signal<>(null, Objects.requireNonNull(failure)));
  }

  @Override
  public void onComplete() {
    signals.add(new Signal<>(null, null));
  }

  private void run() {
    try {
      done.complete(sendAll());
    } catch (InterruptedException closed) {
      fail(new CancellationException("closed before all was sent"));
    } catch (RuntimeException | Error failure) {
      fail(failure);
    }
  }

  /// Requests by half windows, so that the publisher can go on meanwhile.
  private long sendAll() throws InterruptedException {
    int atOnce = Math.max(1, window / 2);
    long sent = 0;
    while (true) {
      Signal<E> signal = signals.take();
      if (signal.element() == null) {
        if (signal.failure() != null) {
          done.completeExceptionally(signal.failure());
        }
        return sent;
      }
      elements.send(signal.element());
      sent++;
      Flow.Subscription from = subscription.get();
      if (sent % atOnce == 0 && from != null) {
        from.request(atOnce);
      }
    }
  }

  private void fail(Throwable failure) {
    Flow.Subscription from = subscription.get();
    done.completeExceptionally(failure);
    if (from != null) {
      from.cancel();
    }
    thread.interrupt();
  }

  /// Cancels the subscription and stops sending; the mailbox stays open. When this returns, nothing
  /// more is sent, unless it was called while an element was being sent by this very thread.
  @Override
  public void close() {
    if (!done.isDone()) {
      fail(new CancellationException("closed before all was sent"));
    }
    if (thread != Thread.currentThread() && thread.getState() != Thread.State.NEW) {
      awaitEnd();
    }
  }

  private void awaitEnd() {
    try {
      thread.join(LONGEST_END);
    } catch (InterruptedException notNow) {
      Thread.currentThread().interrupt();
    }
  }
}
