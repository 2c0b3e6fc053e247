// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Receipt;
import dure.Sending;
import dure.gate.Deadline;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Sends that the caller does not wait for: one virtual thread gets them accepted, one after the
/// other, and others wait for what becomes of each.
final class AsyncSends {
  private final SendingSide side;

  // Guarded by this.
  private @Nullable ExecutorService inOrder;
  private @Nullable ExecutorService waiting;
  private boolean closed;

  AsyncSends(SendingSide side) {
    this.side = side;
  }

  CompletableFuture<Receipt> send(byte[] message, Sending how) {
    CompletableFuture<Receipt> future = new CompletableFuture<>();
    long deadline = Deadline.after(how.within());
    start();
    run(
        inOrder,
        future,
        () -> {
          follow(future, side.begin(message, null, message.length, how, deadline));
          return null;
        });
    return future;
  }

  /// Sends on the caller's own thread, and only waits on another.
  CompletableFuture<Receipt> track(byte[] message, Sending how) throws InterruptedException {
    CompletableFuture<Receipt> future = new CompletableFuture<>();
    start();
    long deadline = Deadline.after(how.within());
    follow(future, side.begin(message, null, message.length, how, deadline));
    return future;
  }

  private void follow(CompletableFuture<Receipt> future, SendingSide.Begun begun) {
    if (begun.isWanted()) {
      run(waiting, future, () -> future.complete(side.await(begun)));
    } else {
      future.complete(begun.receipt());
    }
  }

  private synchronized void start() {
    if (inOrder == null && !closed) {
      inOrder = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("dure-sends-").factory());
      waiting = Executors.newVirtualThreadPerTaskExecutor();
    }
  }

  private void run(
      @Nullable ExecutorService executor, CompletableFuture<Receipt> future, Callable<?> task) {
    try {
      if (executor == null) {
        throw side.attachment.gone();
      }
      executor.execute(() -> {
        try {
          task.call();
        } catch (Throwable failure) {
          future.completeExceptionally(failure);
        }
      });
    } catch (RejectedExecutionException closedMeanwhile) {
      future.completeExceptionally(side.attachment.gone());
    } catch (RuntimeException gone) {
      future.completeExceptionally(gone);
    }
  }

  /// Accepts no more. What has begun ends by itself, because the mailbox is closed.
  synchronized void close() {
    closed = true;
    if (inOrder != null && waiting != null) {
      inOrder.shutdown();
    }
  }
}
