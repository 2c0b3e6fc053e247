// SPDX-License-Identifier: Apache-2.0
package dure;

import dure.Receipt.Outcome;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Sends that the caller does not wait for: one virtual thread gets them accepted, one after the
/// other, and another for each waits for what becomes of it.
final class AsyncSends {
  private final Channel channel;

  // Guarded by this.
  private @Nullable ExecutorService inOrder;
  private boolean closed;
  private int waiting;

  AsyncSends(Channel channel) {
    this.channel = channel;
  }

  /// Sends on the thread that keeps the order.
  CompletableFuture<Receipt> send(byte[] message, Sending how) {
    boolean plain = how.equals(Sending.PLAIN);
    CompletableFuture<Receipt> ahead = plain ? ahead(message) : null;
    if (ahead != null) {
      return ahead;
    }
    CompletableFuture<Receipt> future = new CompletableFuture<>();
    long deadline = Deadline.after(how.within());
    try {
      executor()
          .execute(() -> {
            run(
                future,
                () -> {
                  inTurn(future, message, plain ? Sending.PLAIN : how, deadline);
                  return true;
                });
            done();
          });
    } catch (MailboxClosedException before) {
      future.completeExceptionally(before);
    } catch (RejectedExecutionException closedMeanwhile) {
      done();
      future.completeExceptionally(gone());
    }
    return future;
  }

  /// Sends on the caller's thread where that needs no wait, and overtakes none.
  private synchronized @Nullable CompletableFuture<Receipt> ahead(byte[] message) {
    return closed || waiting > 0 ? null : channel.sendAhead(message);
  }

  /// Sends on the thread that keeps the order, and waits only where that cannot be helped.
  private void inTurn(CompletableFuture<Receipt> future, byte[] message, Sending how, long deadline)
      throws InterruptedException {
    CompletableFuture<Receipt> ahead = how == Sending.PLAIN ? channel.sendAhead(message) : null;
    if (ahead == null) {
      begin(future, message, how, deadline);
      return;
    }
    CompletableFuture<Receipt> _ =
        ahead.whenComplete((receipt, failure) -> {
          boolean _ =
              failure == null ? future.complete(receipt) : future.completeExceptionally(failure);
        });
  }

  private synchronized void done() {
    waiting--;
  }

  /// Sends on the caller's own thread, and only waits on another.
  CompletableFuture<Receipt> track(byte[] message, Sending how) throws InterruptedException {
    CompletableFuture<Receipt> future = new CompletableFuture<>();
    begin(future, message, how, Deadline.after(how.within()));
    return future;
  }

  private void begin(CompletableFuture<Receipt> future, byte[] message, Sending how, long deadline)
      throws InterruptedException {
    int sent = channel.send(message, Payload.ARRAY, how, deadline);
    if (sent == Channel.NOT_SENT) {
      future.complete(Receipt.of(Outcome.NOT_SENT));
    } else if (how.until() == Until.ACCEPTED) {
      future.complete(Receipt.of(Outcome.ACCEPTED));
    } else {
      Thread _ =
          Thread.ofVirtual()
              .name("dure-fate")
              .start(() ->
                  run(future, () -> future.complete(channel.await(sent, how.until(), deadline))));
    }
  }

  private static void run(CompletableFuture<Receipt> future, Callable<?> task) {
    try {
      task.call();
    } catch (Throwable failure) {
      future.completeExceptionally(failure);
    }
  }

  private synchronized ExecutorService executor() {
    if (closed) {
      throw gone();
    }
    ExecutorService executor = inOrder;
    if (executor == null) {
      executor =
          Executors.newSingleThreadExecutor(Thread.ofVirtual().name("dure-sends-").factory());
      inOrder = executor;
    }
    waiting++;
    return executor;
  }

  private MailboxClosedException gone() {
    return new MailboxClosedException(
        channel.address().toString(), "this process has closed it; open it again");
  }

  /// Accepts no more. What has begun ends by itself, because the mailbox is closed.
  synchronized void close() {
    closed = true;
    if (inOrder != null) {
      inOrder.shutdown();
    }
  }
}
