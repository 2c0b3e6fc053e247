// SPDX-License-Identifier: Apache-2.0
package dure.gate;

import dure.Deadline;
import dure.Mailbox;
import dure.MailboxSet;
import dure.Message;
import dure.Received;
import dure.parking.WordSet;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A wait at several gates: the hand-shake of [Gate] with all of them at once.
///
/// The sleeper announces itself at each gate, *then* looks once more behind each of them, and only
/// then sleeps on all their words. Whoever changes something behind any gate sees the announcement,
/// or is seen by that last look; and no sleep goes unattended for longer than a slice, as at one
/// gate. Of the threads that wait at the same set one sleeps so, and the others behind it.
public final class MultiWait implements MailboxSet {
  private static final int NOBODY = -1;

  private final List<Mailbox> mailboxes;
  private final List<Waitable> awaited;

  /// Whether others look around for a thread that sleeps at all of them.
  private final boolean attended;

  private final Followers followers = new Followers();

  /// Where the next look begins. Any thread's value will do.
  private int first;

  /// Words to use again: another thread that waits at the same time makes its own.
  private final AtomicReference<@Nullable WordSet> spare = new AtomicReference<>();

  private MultiWait(List<Mailbox> mailboxes, List<Waitable> awaited) {
    this.mailboxes = mailboxes;
    this.awaited = awaited;
    this.attended = awaited.stream().allMatch(one -> one.housekeeping() != null);
  }

  /// Puts mailboxes together.
  ///
  /// @throws IllegalArgumentException if one of them cannot be waited at in this way
  public static MailboxSet of(List<Mailbox> mailboxes) {
    return new MultiWait(mailboxes, mailboxes.stream().map(MultiWait::awaited).toList());
  }

  private static Waitable awaited(Mailbox mailbox) {
    if (mailbox.channel() instanceof Waitable.Mailbox one) {
      return one.awaited();
    }
    throw new IllegalArgumentException(
        "mailbox '" + mailbox.address() + "' cannot be waited at together with others");
  }

  @Override
  public List<Mailbox> mailboxes() {
    return mailboxes;
  }

  @Override
  public Received receive() throws InterruptedException {
    return Objects.requireNonNull(await(Deadline.NEVER));
  }

  @Override
  public @Nullable Received receive(Duration within) throws InterruptedException {
    return await(Deadline.after(within));
  }

  /// Each once, beginning behind the one that was served last, so that none can starve another.
  @Override
  public @Nullable Received tryReceive() {
    int start = first;
    for (int looks = 0; looks < awaited.size(); looks++) {
      int index = (start + looks) % awaited.size();
      Message message = awaited.get(index).tryReceive();
      if (message != null) {
        first = (index + 1) % awaited.size();
        return new Received(mailboxes.get(index), message);
      }
    }
    return null;
  }

  private @Nullable Received await(long deadline) throws InterruptedException {
    Received received = tryReceive();
    if (received != null) {
      return received;
    }
    int waiting = 0;
    WordSet words = borrow();
    try {
      for (; waiting < awaited.size(); waiting++) {
        awaited.get(waiting).beginWaiting();
      }
      received = sleepUntilServed(words, deadline);
      return received;
    } finally {
      followers.leave();
      endWaiting(waiting, received == null ? NOBODY : mailboxes.indexOf(received.mailbox()));
      words.forget();
      spare.set(words);
    }
  }

  private @Nullable Received sleepUntilServed(WordSet words, long deadline)
      throws InterruptedException {
    while (true) {
      boolean leads = followers.lead();
      if (leads) {
        awaited.forEach(one -> one.announce(words));
      }
      Received received = tryReceive();
      if (received != null) {
        return received;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long left = Deadline.remaining(deadline);
      if (left <= 0) {
        return null;
      }
      if (leads) {
        sleep(words, left);
      } else {
        followers.follow(left);
      }
      awaited.forEach(Waitable::keepHouse);
    }
  }

  /// A thread in the kernel notices an interrupt at the end of its sleep, so it sleeps for a slice.
  private void sleep(WordSet words, long nanos) {
    if (!attended || !Thread.currentThread().isVirtual()) {
      words.park(Math.min(nanos, Gate.SLICE_NANOS));
      return;
    }
    awaited.forEach(one -> Objects.requireNonNull(one.housekeeping()).beginSleep());
    try {
      words.park(nanos);
    } finally {
      awaited.forEach(one -> Objects.requireNonNull(one.housekeeping()).endSleep());
    }
  }

  private void endWaiting(int waiting, int served) {
    for (int index = 0; index < waiting; index++) {
      awaited.get(index).endWaiting(index == served);
    }
  }

  private WordSet borrow() {
    WordSet words = spare.getAndSet(null);
    return words == null ? new WordSet(awaited.size()) : words;
  }
}
