// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Deadline;
import dure.transport.socket.Answer.Kind;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A request as the thread has it that made it, until its last answer.
final class Call implements AutoCloseable {
  /// How long the host may take beyond the time that it was asked to wait.
  static final Duration GRACE = Duration.ofSeconds(15);

  final int id;
  private final ClientConnection conversation;
  private final BlockingQueue<Supplier<Answer>> answers = new LinkedBlockingQueue<>();

  Call(int id, ClientConnection conversation) {
    this.id = id;
    this.conversation = conversation;
  }

  void answer(Answer answer) {
    answers.add(() -> answer);
  }

  /// The conversation has ended: whoever waits is told why.
  void fail(Supplier<RuntimeException> why) {
    answers.add(() -> {
      throw why.get();
    });
  }

  /// The next answer to a request that waits. When the thread is interrupted the request is
  /// cancelled, and its outcome is waited for: then it is known whether anything came of it.
  ///
  /// @param deadline until when the host was asked to wait
  /// @throws InterruptedException if nothing came of it; otherwise the thread's interrupt status is
  ///   set
  Answer await(long deadline) throws InterruptedException {
    if (deadline == Deadline.NOW) {
      return awaitSoon();
    }
    try {
      return good(take(Deadline.later(deadline, GRACE)));
    } catch (InterruptedException interrupted) {
      conversation.cancel(id);
      long end = Deadline.after(GRACE);
      Answer answer = Uninterruptibly.call(() -> take(end));
      if (answer.kind() == Kind.CANCELLED) {
        throw interrupted;
      }
      Thread.currentThread().interrupt();
      return good(answer);
    }
  }

  /// The next answer to a request that does not wait.
  Answer awaitSoon() {
    return awaitSurely(Duration.ZERO);
  }

  /// The next answer to a request that cannot be cancelled. An interrupt shows afterwards.
  ///
  /// @param within how long the host may wait
  Answer awaitSurely(Duration within) {
    long end = Deadline.later(Deadline.after(within), GRACE);
    return good(Uninterruptibly.call(() -> take(end)));
  }

  private Answer take(long end) throws InterruptedException {
    Supplier<Answer> answer = answers.poll(Deadline.remaining(end), TimeUnit.NANOSECONDS);
    if (answer == null) {
      throw conversation.silence();
    }
    return answer.get();
  }

  private Answer good(Answer answer) {
    if (answer.kind() == Kind.FAILED) {
      throw answer.read(RemoteError::read).at(conversation.address());
    }
    return answer;
  }

  @Override
  public void close() {
    conversation.forget(this);
  }
}
