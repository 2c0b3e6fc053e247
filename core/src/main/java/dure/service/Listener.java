// SPDX-License-Identifier: Apache-2.0
package dure.service;

import dure.Feature;
import dure.Mailbox;
import dure.Message;
import dure.MessageHandler;
import dure.TypedMailbox;
import java.io.Serial;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Hands each message of a mailbox to a handler, on loops of its own or of an executor, until it is
/// closed or the mailbox ends.
///
/// ```java
/// try (Mailbox orders = Mailbox.open("orders");
///     Listener listener = Listener.of(orders, this::cook).on(executor, 4).start()) { … }
/// ```
///
/// Each message is handled in place, at least once: it is given back as done when the handler
/// returns. If the handler throws, the message is given back to be delivered again, the thread's
/// [Thread.UncaughtExceptionHandler] is told, and the loop pauses: first a millisecond, after every
/// further failure twice as long, up to a second. Create the mailbox with
/// [dure.MailboxBuilder#deadLetters] to end such a message. Where the kernel carries the messages
/// and hands each out once, the handler gets a copy, and a failure loses it.
///
/// Closing the listener lets the handlers finish and leaves the mailbox open; what no handler has
/// begun stays in it.
public final class Listener implements AutoCloseable {
  private static final long FIRST_PAUSE_MILLIS = 1;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final Mailbox mailbox;
  private final MessageHandler<?> handler;
  private final LoopGroup loops = new LoopGroup(this::handleNext);

  /// How long the next failure pauses a loop. Any thread's value will do.
  private volatile long pauseMillis = FIRST_PAUSE_MILLIS;

  private Listener(Mailbox mailbox, MessageHandler<?> handler) {
    this.mailbox = mailbox;
    this.handler = handler;
  }

  /// Starts describing a listener for messages.
  public static Builder of(Mailbox mailbox, MessageHandler<?> handler) {
    return new Builder(new Listener(mailbox, handler), mailbox);
  }

  /// Starts describing a listener for values. A message that the codec refuses counts as one that
  /// the handler failed at.
  public static <T> Builder of(TypedMailbox<T> mailbox, ValueHandler<? super T> handler) {
    return of(mailbox.mailbox(), message -> handler.handle(mailbox.decode(message)));
  }

  /// What a listener does with a value.
  ///
  /// @param <T> the values, never null
  @FunctionalInterface
  public interface ValueHandler<T> {
    /// Works on a value. Returning gives its message back as done.
    ///
    /// @throws Exception for any reason; then the message is delivered again
    void handle(T value) throws Exception;
  }

  /// Says where a listener runs. Not for several threads at once.
  public static final class Builder {
    private final Listener listener;
    private Executor executor;
    private int loops = 1;

    private Builder(Listener listener, Mailbox mailbox) {
      this.listener = listener;
      this.executor = LoopGroup.ownThread("dure-listener-" + mailbox.address());
    }

    /// Runs the handler on an executor of the caller's, which the listener does not shut down.
    ///
    /// @param executor runs the loops; each occupies one of its threads, platform or virtual, until
    ///   the listener is closed
    /// @param loops how many messages are handled at the same time
    /// @throws IllegalArgumentException if that is none
    public Builder on(Executor executor, int loops) {
      if (loops < 1) {
        throw new IllegalArgumentException("a listener has at least 1 loop, not " + loops);
      }
      this.executor = executor;
      this.loops = loops;
      return this;
    }

    /// Begins to listen.
    ///
    /// @throws java.util.concurrent.RejectedExecutionException if the executor refuses a loop
    public Listener start() {
      listener.loops.start(executor, loops);
      return listener;
    }
  }

  private void handleNext() throws Exception {
    try {
      if (mailbox.can(Feature.IN_PLACE)) {
        boolean _ = mailbox.receiveInPlace(this::handle, LoopGroup.SLICE);
      } else {
        Message message = mailbox.receive(LoopGroup.SLICE);
        if (message != null) {
          handle(message);
        }
      }
    } catch (HandlerFailure failure) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure.thrown);
      pause();
    }
  }

  private void handle(Message message) throws Exception {
    try {
      handler.handle(message);
    } catch (Exception thrown) {
      throw thrown instanceof InterruptedException ? thrown : new HandlerFailure(thrown);
    }
    pauseMillis = FIRST_PAUSE_MILLIS;
  }

  private void pause() throws InterruptedException {
    long millis = pauseMillis;
    pauseMillis = Math.min(2 * millis, LONGEST_PAUSE_MILLIS);
    Thread.sleep(millis);
  }

  /// Tells what the handler threw from what the mailbox did.
  private static final class HandlerFailure extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    private final Exception thrown;

    HandlerFailure(Exception thrown) {
      super(null, thrown, false, false);
      this.thrown = thrown;
    }
  }

  /// Done when the listener no longer listens; exceptionally if the mailbox ended or the handler
  /// threw an [Error].
  public CompletableFuture<@Nullable Void> done() {
    return loops.done();
  }

  /// Takes no further message, and waits at most `within` for the handlers at work; whether all
  /// have returned.
  public boolean stop(Duration within) throws InterruptedException {
    loops.stop();
    return loops.awaitEnd(within);
  }

  /// Takes no further message, and waits for the handlers at work. An interrupt while this waits is
  /// passed on to the handlers.
  ///
  /// @throws IllegalStateException if a handler calls it
  @Override
  public void close() {
    loops.close();
  }

  @Override
  public String toString() {
    return "listener at " + mailbox;
  }
}
