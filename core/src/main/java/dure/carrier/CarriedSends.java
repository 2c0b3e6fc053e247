// SPDX-License-Identifier: Apache-2.0
package dure.carrier;

import dure.MailboxClosedException;
import dure.Receipt;
import dure.Sending;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Sends that the caller does not wait for: one virtual thread sends them, one after the other.
final class CarriedSends {
  private final CarriedMailbox mailbox;

  // Guarded by this.
  private @Nullable ExecutorService inOrder;
  private boolean closed;

  CarriedSends(CarriedMailbox mailbox) {
    this.mailbox = mailbox;
  }

  CompletableFuture<Receipt> send(byte[] message, Sending how) {
    CompletableFuture<Receipt> future = new CompletableFuture<>();
    try {
      executor()
          .execute(() -> {
            try {
              future.complete(mailbox.send(message, how));
            } catch (Throwable failure) {
              future.completeExceptionally(failure);
            }
          });
    } catch (RejectedExecutionException closedMeanwhile) {
      future.completeExceptionally(gone());
    } catch (MailboxClosedException before) {
      future.completeExceptionally(before);
    }
    return future;
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
    return executor;
  }

  private MailboxClosedException gone() {
    return new MailboxClosedException(
        mailbox.address().toString(), "this process has closed it; open it again");
  }

  /// Accepts no more. What has begun ends by itself, because the mailbox is closed.
  synchronized void close() {
    closed = true;
    if (inOrder != null) {
      inOrder.shutdown();
    }
  }
}
