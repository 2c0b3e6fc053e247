// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Deadline;
import dure.Receipt;
import dure.Receipt.Outcome;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Room in the mailbox that the host has lent to this guest, as the guest knows it: a message is
/// sent into it without an answer of its own.
///
/// The host lends room for so many messages in all, and says from time to time how many it has put
/// into the mailbox. A loan ends when the host calls it back, and before a request of this guest
/// that takes room by an answer: the guest says so, behind the last message of the loan.
final class LentRoom {
  /// What stands before a streamed message: length, loan, kind, and whether its sender is told.
  private static final int BEFORE = 2 * Integer.BYTES + 2;

  private final ReentrantLock lock;
  private final FrameWriter writer;

  // Guarded by the lock.
  private int loan;
  private int ended;
  private long limit;
  private long queued;
  private long counted;
  private long accepted;
  private boolean wished;
  private final Deque<Streamed> untold = new ArrayDeque<>();

  /// @param lock the writer's
  LentRoom(ReentrantLock lock, FrameWriter writer) {
    this.lock = lock;
    this.writer = writer;
  }

  /// A message on its way.
  private final class Streamed extends Frame {
    final @Nullable CompletableFuture<Receipt> future;

    /// How many have begun with this one; 0 while it has not.
    long number;

    Streamed(byte[] framed, @Nullable CompletableFuture<Receipt> future) {
      super(framed);
      this.future = future;
    }

    @Override
    void went(int more) {
      super.went(more);
      if (gone > 0 && number == 0) {
        number = ++counted;
        completeAccepted(); // the host may have been quicker than the thread that wrote it
      }
    }

    @Override
    void takenBack() {
      queued--;
    }

    @Override
    boolean goesWhole() {
      return true;
    }
  }

  private Streamed streamed(byte[] message, @Nullable CompletableFuture<Receipt> future) {
    byte[] framed =
        ByteBuffer.allocate(BEFORE + message.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(BEFORE - Integer.BYTES + message.length)
            .putInt(loan)
            .put(Op.STREAM.place())
            .put((byte) (future == null ? 0 : 1))
            .put(message)
            .array();
    queued++;
    return new Streamed(framed, future);
  }

  /// Sends a message into lent room, and waits until the kernel has all of it; false if there is no
  /// such room.
  ///
  /// @throws InterruptedException if none of it was written
  boolean send(byte[] message) throws InterruptedException {
    lock.lock();
    try {
      if (queued >= limit) {
        return false;
      }
      Streamed frame = streamed(message, null);
      return writer.add(frame) || writer.await(frame, Deadline.NEVER);
    } finally {
      lock.unlock();
    }
  }

  /// Sends a message into lent room, and waits for nothing: the future is done when the host has
  /// put the message into the mailbox. Null if there is no such room.
  @Nullable CompletableFuture<Receipt> sendAhead(byte[] message) {
    lock.lock();
    try {
      wished = true;
      if (queued >= limit) {
        return null;
      }
      CompletableFuture<Receipt> future = new CompletableFuture<>();
      Streamed frame = streamed(message, future);
      untold.add(frame);
      writer.writeTogether(frame);
      return future;
    } finally {
      lock.unlock();
    }
  }

  /// Writes a request that takes room by an answer, behind the end of the loan.
  boolean write(Frame request, long deadline) throws InterruptedException {
    lock.lock();
    try {
      if (loan > ended) {
        writer.precede(returned(loan));
        end(loan);
      }
      return writer.add(request) || writer.await(request, deadline);
    } finally {
      lock.unlock();
    }
  }

  private static Frame returned(int number) {
    return Frame.of(new WireWriter(8).i32(number).place(Op.RETURN).array());
  }

  private void end(int number) {
    ended = Math.max(ended, number);
    limit = 0;
  }

  /// Whether a thread would have sent without waiting for an answer.
  boolean isWished() {
    lock.lock();
    try {
      return wished;
    } finally {
      lock.unlock();
    }
  }

  /// The host has put messages into the mailbox, or lends more room.
  ///
  /// @param inAll how many messages it has accepted in all
  /// @param most how many there may be in all
  /// @throws IllegalArgumentException if that cannot be
  void told(int number, long inAll, long most) {
    lock.lock();
    try {
      if (inAll > queued || inAll < accepted) {
        throw new IllegalArgumentException("so much cannot have been accepted: " + inAll);
      }
      accepted = inAll;
      if (number > ended) {
        loan = number;
        limit = most;
      }
      completeAccepted();
    } finally {
      lock.unlock();
    }
  }

  private void completeAccepted() {
    List<Streamed> done = new ArrayList<>();
    for (Streamed next; (next = untold.peek()) != null; ) {
      if (next.number == 0 || next.number > accepted) {
        break;
      }
      done.add(untold.remove());
    }
    complete(done, future -> future.complete(Receipt.of(Outcome.ACCEPTED)));
  }

  /// The host calls a loan back: nothing more goes into it, and the host is told so behind what has
  /// gone.
  void recalled(int number) {
    lock.lock();
    try {
      if (number > ended) {
        end(number);
        writer.writeLater(returned(number));
      }
    } finally {
      lock.unlock();
    }
  }

  /// The conversation has ended, and what was not told to be accepted may be, or not.
  void fail(Supplier<RuntimeException> why) {
    List<Streamed> open;
    lock.lock();
    try {
      end(Integer.MAX_VALUE);
      open = List.copyOf(untold);
      untold.clear();
    } finally {
      lock.unlock();
    }
    complete(open, future -> future.completeExceptionally(why.get()));
  }

  /// What depends on the futures may wait, so no thread of the connection does it.
  private static void complete(List<Streamed> done, Predicate<CompletableFuture<Receipt>> how) {
    if (!done.isEmpty()) {
      Thread _ =
          Thread.ofVirtual()
              .name("dure-told")
              .start(() -> {
                for (Streamed one : done) {
                  CompletableFuture<Receipt> future = one.future;
                  boolean _ = future != null && how.test(future);
                }
              });
    }
  }
}
