// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Deadline;
import dure.MailboxObserver.Awaited;
import dure.MailboxObserver.WaitUnderWay;
import dure.Observers;
import dure.transport.socket.Answer.Kind;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A request as the thread has it that made it, until its last answer.
///
/// A host that is stopped answers nothing. So a call that has waited as long as it was to cancels
/// its request, and gives up when no answer comes to that either: the host finds the cancellation
/// behind the request when it goes on. What it answers all the same comes too late for the call,
/// and [LateAnswers] looks after it.
final class Call implements AutoCloseable {
  /// How long the host may take to answer, in turns that a ready thread gets: on a busy machine
  /// each takes longer.
  private static final int TURNS = 12;

  /// How long it may take to say what became of a cancelled request.
  private static final int LAST_TURNS = 6;

  private static final long TURN_NANOS = 10_000_000L;

  /// An answer that comes sooner is no wait: it takes the way to the host and back.
  private static final long MOMENT_NANOS = 1_000_000L;

  final int id;
  final Op op;
  private final ClientConnection conversation;

  private final BlockingQueue<Supplier<Answer>> answers = new LinkedBlockingQueue<>();

  /// Guarded by this: then no answer comes between the last look and giving up.
  private boolean abandoned;

  /// Whether the host has said that it goes on. Only the thread that waits knows.
  private boolean goesOn;

  Call(int id, Op op, ClientConnection conversation) {
    this.id = id;
    this.op = op;
    this.conversation = conversation;
  }

  /// Passes an answer on; false if no thread waits for it any more.
  boolean answer(Answer answer) {
    return add(() -> answer);
  }

  /// The conversation has ended: the waiting thread is told why.
  void fail(Supplier<RuntimeException> why) {
    boolean _ =
        add(() -> {
          throw why.get();
        });
  }

  private synchronized boolean add(Supplier<Answer> answer) {
    return !abandoned && answers.add(answer);
  }

  /// The next answer to a request that waits. When the time is over, or the thread is interrupted,
  /// the request is cancelled, and its outcome is waited for, but not for long; if none comes, the
  /// answer is that it was cancelled.
  ///
  /// @param deadline until when the host was asked to wait
  /// @throws InterruptedException if nothing came of it; otherwise the thread's interrupt status is
  ///   set
  Answer await(long deadline) throws InterruptedException {
    if (deadline == Deadline.NOW) {
      return awaitSurely(Duration.ZERO);
    }
    try {
      Answer answer = awaited(deadline);
      return answer == null ? cancelled() : good(answer);
    } catch (InterruptedException interrupted) {
      Answer answer = cancelled();
      if (answer.kind() == Kind.CANCELLED) {
        throw interrupted;
      }
      Thread.currentThread().interrupt();
      return answer;
    }
  }

  /// The next answer to a request that no interrupt ends: that shows afterwards.
  ///
  /// @param within how long the host may wait
  Answer awaitSurely(Duration within) {
    long deadline = Deadline.after(within);
    Answer answer = Uninterruptibly.<@Nullable Answer>call(() -> take(deadline, TURNS));
    return answer == null ? cancelled() : good(answer);
  }

  /// The next answer to a request that does not wait, and may take the host some time.
  ///
  /// @throws dure.SystemFailureException if there is none
  Answer awaitSoon() {
    Answer answer = awaitSurely(ClientConnection.ANSWER);
    if (answer.kind() == Kind.CANCELLED) {
      throw conversation.silence();
    }
    return answer;
  }

  /// Waits, not for long, for the answer to something the host does in any case. A host that is
  /// stopped does it when it goes on, before anything else that this connection asks of it.
  void awaitDone() {
    Answer answer =
        Uninterruptibly.<@Nullable Answer>call(() -> take(Deadline.after(Duration.ZERO), TURNS));
    if (answer != null) {
      Answer _ = good(answer);
    } else {
      Answer _ = abandoned();
    }
  }

  /// The observers are told of a wait that is longer than a moment.
  private @Nullable Answer awaited(long deadline) throws InterruptedException {
    long moment = Math.min(MOMENT_NANOS, Deadline.remaining(deadline));
    Supplier<Answer> soon = answers.poll(moment, TimeUnit.NANOSECONDS);
    if (soon != null) {
      return soon.get();
    }
    WaitUnderWay told = Observers.waits(conversation.mailbox(), awaited());
    try {
      return take(deadline, TURNS);
    } finally {
      Observers.ended(told);
    }
  }

  private Awaited awaited() {
    if (op.bringsMessage()) {
      return Awaited.MESSAGE;
    }
    return goesOn ? Awaited.RECEIPT : Awaited.ROOM;
  }

  private Answer cancelled() {
    conversation.cancel(id);
    long now = Deadline.after(Duration.ZERO);
    Answer answer = Uninterruptibly.<@Nullable Answer>call(() -> take(now, LAST_TURNS));
    return answer == null ? abandoned() : good(answer);
  }

  /// No thread waits any more, unless an answer has just come.
  private Answer abandoned() {
    Supplier<Answer> last;
    synchronized (this) {
      last = answers.poll();
      abandoned = last == null;
    }
    if (last != null) {
      return good(last.get());
    }
    conversation.isSilent();
    return Answer.CANCELLED;
  }

  /// @param turns how many more to wait behind the deadline
  private @Nullable Answer take(long deadline, int turns) throws InterruptedException {
    long first = deadline == Deadline.NEVER ? Long.MAX_VALUE : Deadline.remaining(deadline);
    Supplier<Answer> answer = answers.poll(first, TimeUnit.NANOSECONDS);
    for (int turn = 0; answer == null && turn < turns; turn++) {
      answer = answers.poll(TURN_NANOS, TimeUnit.NANOSECONDS);
    }
    return answer == null ? null : answer.get();
  }

  private Answer good(Answer answer) {
    goesOn = answer.kind() == Kind.GOES_ON;
    if (answer.kind() == Kind.FAILED) {
      throw answer.read(RemoteError::read).at(conversation.address());
    }
    return answer;
  }

  @Override
  public void close() {
    if (!isAbandoned()) {
      conversation.forget(this);
    }
  }

  private synchronized boolean isAbandoned() {
    return abandoned;
  }
}
