// SPDX-License-Identifier: Apache-2.0
package dure.gate;

import dure.Deadline;
import dure.Delivery;
import dure.Mailbox;
import dure.MailboxObserver.Awaited;
import dure.MailboxObserver.WaitUnderWay;
import dure.MailboxSet;
import dure.Message;
import dure.Observers;
import dure.Received;
import dure.ReceivedDelivery;
import dure.parking.Housekeeping;
import dure.parking.WordSet;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A wait at several gates: the hand-shake of [Gate] with all of them at once.
///
/// The sleeper announces itself at each gate, *then* looks once more behind each of them, and only
/// then sleeps on all their words. A thread that changes something behind any gate sees the
/// announcement, or that last look sees the change; and each sleep is attended to by the
/// housekeeping, as at one gate. Of the threads that wait at the same set one sleeps so, and the
/// others behind it.
public final class MultiWait implements MailboxSet {
  private static final int NOBODY = -1;

  private final List<Mailbox> mailboxes;
  private final List<Waitable> awaited;

  private final Followers followers = new Followers();

  /// Looks after a leader that sleeps in the kernel, where it does not notice an interrupt.
  private final Housekeeping interrupts = new Housekeeping(this::wakeInterruptedLeader);

  /// Where the next look begins. Any thread's value will do.
  private int first;

  /// Words to use again. Only a leader needs some; the one that leads next may make its own.
  private final AtomicReference<@Nullable WordSet> spare = new AtomicReference<>();

  private MultiWait(List<Mailbox> mailboxes, List<Waitable> awaited) {
    this.mailboxes = mailboxes;
    this.awaited = awaited;
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

  /// One look at one of the mailboxes; null if there is nothing for this handle now. Whether it is
  /// the last of a call, as at [Waitable#tryReceive].
  private interface Look<T> {
    @Nullable T at(int index, boolean last);
  }

  /// What a look found, and where.
  private record Found<T>(int index, T what) {}

  @Override
  public Received receive() throws InterruptedException {
    return Objects.requireNonNull(await(this::message, Deadline.NEVER));
  }

  @Override
  public @Nullable Received receive(Duration within) throws InterruptedException {
    return await(this::message, Deadline.after(within));
  }

  @Override
  public @Nullable Received tryReceive() {
    return now(this::message);
  }

  private @Nullable Received message(int index, boolean last) {
    Message message = awaited.get(index).tryReceive(last);
    return message == null ? null : new Received(mailboxes.get(index), message);
  }

  @Override
  public ReceivedDelivery receiveDelivery() throws InterruptedException {
    return Objects.requireNonNull(await(this::delivery, Deadline.NEVER));
  }

  @Override
  public @Nullable ReceivedDelivery receiveDelivery(Duration within) throws InterruptedException {
    return await(this::delivery, Deadline.after(within));
  }

  @Override
  public @Nullable ReceivedDelivery tryReceiveDelivery() {
    return now(this::delivery);
  }

  private @Nullable ReceivedDelivery delivery(int index, boolean last) {
    Delivery delivery = mailboxes.get(index).tryReceiveDelivery();
    return delivery == null ? null : new ReceivedDelivery(mailboxes.get(index), delivery);
  }

  private <T> @Nullable T now(Look<T> look) {
    Found<T> found = find(look, true);
    return found == null ? null : found.what;
  }

  /// Each once, beginning behind the one that was served last, so that none can starve another.
  private <T> @Nullable Found<T> find(Look<T> look, boolean last) {
    int start = first;
    for (int looks = 0; looks < awaited.size(); looks++) {
      int index = (start + looks) % awaited.size();
      T what = look.at(index, last);
      if (what != null) {
        first = (index + 1) % awaited.size();
        return new Found<>(index, what);
      }
    }
    return null;
  }

  private <T> @Nullable T await(Look<T> look, long deadline) throws InterruptedException {
    Found<T> found = find(look, false);
    if (found != null) {
      return found.what;
    }
    int waiting = 0;
    try {
      for (; waiting < awaited.size(); waiting++) {
        awaited.get(waiting).beginWaiting();
      }
      found = sleepUntilFound(look, deadline);
      return found == null ? null : found.what;
    } finally {
      followers.leave();
      endWaiting(waiting, found == null ? NOBODY : found.index);
    }
  }

  private <T> @Nullable Found<T> sleepUntilFound(Look<T> look, long deadline)
      throws InterruptedException {
    WordSet words = null;
    WaitUnderWay told = null;
    try {
      while (true) {
        if (followers.lead()) {
          words = words == null ? borrow() : words;
          announceAtAll(words);
        }
        Found<T> found = find(look, false);
        if (found != null) {
          return found;
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        long left = Deadline.remaining(deadline);
        if (left <= 0) {
          return find(look, true);
        }
        if (told == null) {
          told = Observers.waits(mailboxes.getFirst().address(), Awaited.MESSAGE);
        }
        if (words == null) {
          followers.follow(left);
        } else {
          sleep(words, left);
        }
        awaited.forEach(Waitable::keepHouse);
      }
    } finally {
      giveBack(words);
      Observers.ended(told);
    }
  }

  private void announceAtAll(WordSet words) {
    awaited.forEach(one -> one.announce(words));
  }

  private void sleep(WordSet words, long nanos) {
    if (Thread.currentThread().isVirtual()) {
      sleepAtAll(words, nanos);
      return;
    }
    interrupts.beginSleep();
    try {
      sleepAtAll(words, nanos);
    } finally {
      interrupts.endSleep();
    }
  }

  private void sleepAtAll(WordSet words, long nanos) {
    int begun = 0;
    try {
      for (; begun < awaited.size(); begun++) {
        awaited.get(begun).housekeeping().beginSleep();
      }
      words.park(nanos);
    } finally {
      for (int index = 0; index < begun; index++) {
        awaited.get(index).housekeeping().endSleep();
      }
    }
  }

  private void wakeInterruptedLeader() {
    if (followers.isLeaderInterrupted()) {
      awaited.getFirst().wake();
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

  private void giveBack(@Nullable WordSet words) {
    if (words != null) {
      words.forget();
      spare.set(words);
    }
  }
}
