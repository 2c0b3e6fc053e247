// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Claim;
import dure.MailboxSettings;
import dure.MessageTooLargeException;
import dure.Receipt;
import dure.Sending;
import dure.gate.Deadline;
import dure.transport.socket.Answer.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// How one who connected sends.
final class RemoteSends {
  private final String mailbox;
  private final MailboxSettings settings;
  private final Conversation conversation;

  // Guarded by this.
  private @Nullable ExecutorService inOrder;
  private boolean closed;

  RemoteSends(String mailbox, MailboxSettings settings, Conversation conversation) {
    this.mailbox = mailbox;
    this.settings = settings;
    this.conversation = conversation;
  }

  boolean send(byte[] message, @Nullable Duration within) throws InterruptedException {
    requireFits(message.length);
    Written asked = room(message).i64(Codecs.nanos(within)).rest(message);
    try (Call call = conversation.ask(Op.SEND, asked, within)) {
      return call.await(within).read(Read::flag);
    }
  }

  boolean trySend(byte[] message) {
    return offer(Op.TRY_SEND, message);
  }

  boolean tryTransfer(byte[] message) {
    return offer(Op.TRY_TRANSFER, message);
  }

  /// A transfer that the receiver does not come for is taken back after the mailbox's patience.
  private boolean offer(Op op, byte[] message) {
    requireFits(message.length);
    try (Call call = conversation.askNow(op, room(message).rest(message))) {
      return call.awaitSurely(settings.patience()).read(Read::flag);
    }
  }

  Receipt post(byte[] message, Sending how) throws InterruptedException {
    requireFits(message.length);
    Written asked = Codecs.sending(room(message), how).rest(message);
    try (Call call = conversation.ask(Op.POST, asked, how.within())) {
      Duration longest = Call.longer(how.within(), settings.patience());
      return call.await(longest).read(Codecs::receipt);
    }
  }

  /// Sends, and lets another thread wait for what becomes of it.
  CompletableFuture<Receipt> track(byte[] message, Sending how) throws InterruptedException {
    requireFits(message.length);
    CompletableFuture<Receipt> future = new CompletableFuture<>();
    Written asked = Codecs.sending(room(message), how).rest(message);
    Call call = conversation.ask(Op.TRACK, asked, how.within());
    boolean goesOn = false;
    try {
      Answer first = call.await(how.within());
      goesOn = first.kind() == Kind.GOES_ON;
      if (!goesOn) {
        future.complete(first.read(Codecs::receipt));
      }
    } finally {
      if (!goesOn) {
        call.close();
      }
    }
    if (goesOn) {
      Thread.ofVirtual().name("dure-fate").start(() -> follow(future, call));
    }
    return future;
  }

  private static void follow(CompletableFuture<Receipt> future, Call call) {
    try (call) {
      future.complete(call.awaitLast().read(Codecs::receipt));
    } catch (RuntimeException failure) {
      future.completeExceptionally(failure);
    }
  }

  /// A send that is to begin in its turn.
  private interface Sent {
    void begin() throws InterruptedException;
  }

  /// Sends on a thread that does so one after the other.
  CompletableFuture<Receipt> sendAsync(byte[] message, Sending how) {
    CompletableFuture<Receipt> future = new CompletableFuture<>();
    long deadline = Deadline.after(how.within());
    run(
        future,
        () -> {
          Sending soon = how.within() == null ? how : how.within(Deadline.left(deadline));
          CompletableFuture<Void> _ =
              track(message, soon)
                  .handle((receipt, failure) -> {
                    boolean _ =
                        failure == null
                            ? future.complete(receipt)
                            : future.completeExceptionally(failure);
                    return null;
                  });
        });
    return future;
  }

  private synchronized void run(CompletableFuture<Receipt> future, Sent task) {
    if (inOrder == null && !closed) {
      inOrder = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("dure-sends-").factory());
    }
    if (closed || inOrder == null) {
      future.completeExceptionally(conversation.closed());
      return;
    }
    try {
      inOrder.execute(() -> {
        try {
          task.begin();
        } catch (Throwable failure) {
          future.completeExceptionally(failure);
        }
      });
    } catch (RejectedExecutionException closedMeanwhile) {
      future.completeExceptionally(conversation.closed());
    }
  }

  @Nullable Claim claim(long size, @Nullable Duration within) throws InterruptedException {
    Call call = conversation.ask(Op.CLAIM, claiming(size, Codecs.nanos(within)), within);
    boolean answered = false;
    try {
      Claim claim = claimed(call, call.await(within), size);
      answered = claim != null;
      return claim;
    } finally {
      if (!answered) {
        call.close();
      }
    }
  }

  @Nullable Claim tryClaim(long size) {
    Call call = conversation.askNow(Op.CLAIM, claiming(size, Op.NOT_AT_ALL));
    boolean answered = false;
    try {
      Claim claim = claimed(call, call.awaitSoon(), size);
      answered = claim != null;
      return claim;
    } finally {
      if (!answered) {
        call.close();
      }
    }
  }

  private Written claiming(long size, long wait) {
    requireFits(size);
    return new Written().i64(size).i64(wait);
  }

  private @Nullable Claim claimed(Call call, Answer answer, long size) {
    return answer.kind() == Kind.GOES_ON
        ? new RemoteClaim(mailbox, conversation, call, (int) size)
        : null;
  }

  private static Written room(byte[] message) {
    return new Written(Codecs.MOST_BEFORE_A_MESSAGE + message.length);
  }

  void requireFits(long size) {
    if (size > settings.messageSize() || size < 0) {
      throw new MessageTooLargeException(
          mailbox,
          "a message of "
              + size
              + " bytes does not fit: this mailbox takes up to "
              + settings.messageSize()
              + "; nothing was sent. Create it with a larger message size");
    }
  }

  /// Accepts no more. What has begun ends by itself, because the mailbox is closed.
  synchronized void close() {
    closed = true;
    if (inOrder != null) {
      inOrder.shutdown();
    }
  }
}
