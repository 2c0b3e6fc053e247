// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Capacity;
import dure.Deadline;
import dure.MailboxSettings;
import dure.Order;
import dure.WhenFull;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// To which guest a host lends room, if to any: to one that has sent message after message while no
/// other participant sent. As soon as another sends, the room is called back first. So capacity
/// stays exact, and messages stay in the order in which they were accepted, as if each had been
/// answered.
///
/// A guest that is stopped gives nothing back. After a moment the others go on without: then the
/// messages of that guest that have not been put into the mailbox wait for room. A guest that runs
/// and gives nothing back is cut off.
final class Lending {
  /// A mailbox of fewer messages has no room to lend.
  private static final int LEAST_CAPACITY = 8;

  /// After so many sends in a row room is lent; after more where it was called back soon.
  static final int SOME_SENDS = 8;

  private static final int MANY_SENDS = 1024;

  /// How long a guest may take to give room back that may be stopped.
  private static final Duration MOMENT = Duration.ofMillis(100);

  /// How long a guest may take that runs, and the host itself to handle what has been written.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final boolean possible;

  /// Sends that are answered, under way now.
  private final AtomicInteger sending = new AtomicInteger();

  private volatile @Nullable Borrower holder;

  /// Whether the host itself has claimed room, which no look at the mailbox shows.
  private volatile boolean claimed;

  // Guarded by this.
  private @Nullable Borrower last;
  private int inARow;
  private int needed = SOME_SENDS;

  Lending(MailboxSettings settings) {
    this.possible =
        settings.capacity() instanceof Capacity.Bounded bounded
            && bounded.messages() >= LEAST_CAPACITY
            && settings.order() == Order.ARRIVAL
            && settings.whenFull() == WhenFull.WAIT;
  }

  /// A send that is answered begins.
  void enter() {
    sending.incrementAndGet(); // SYNC: lent-room (release side)
  }

  /// It has its room, or none.
  void leave() {
    sending.decrementAndGet();
  }

  /// Whether a guest has room on loan.
  boolean isLent() {
    return holder != null;
  }

  /// Calls back what is lent, and waits for it, for a moment. Between [#enter] and [#leave].
  ///
  /// @param sender the guest that is to send, if it is one: it may have been lent room of which it
  ///   does not know yet
  void callBack(@Nullable Borrower sender) {
    Borrower other = holder;
    if (other == null) {
      return;
    }
    other.recall();
    long last = Deadline.after(PATIENCE);
    boolean mayCome = true;
    while (mayCome && !comesBack(other)) {
      mayCome = other.isRunning() && Deadline.remaining(last) > 0;
    }
    if (isOverdue(other, sender)) {
      other.cutOffIfRunning();
    }
  }

  /// Waits for a moment until a guest has given its room back; whether it has.
  private synchronized boolean comesBack(Borrower guest) {
    long deadline = Deadline.after(MOMENT);
    while (holder == guest && Deadline.remaining(deadline) > 0) {
      boolean _ = Uninterruptibly.call(() -> isAwaited(deadline));
    }
    return holder != guest;
  }

  private synchronized boolean isAwaited(long deadline) throws InterruptedException {
    TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, Deadline.remaining(deadline)));
    return true;
  }

  /// Has the others go on without what a guest has not given back; whether that is so.
  private synchronized boolean isOverdue(Borrower guest, @Nullable Borrower sender) {
    if (guest != sender) {
      needed = Math.min(2 * needed, MANY_SENDS);
      inARow = 0;
    }
    boolean overdue = holder == guest;
    if (overdue) {
      holder = null;
    }
    return overdue;
  }

  /// The host's own handle has claimed room.
  void claimed() {
    claimed = true;
  }

  /// A guest has sent a message and was answered; whether it is to get room on loan.
  synchronized boolean earns(Borrower guest) {
    inARow = last == guest ? inARow + 1 : 1;
    last = guest;
    return inARow >= needed;
  }

  /// Lends to a guest, from now on or further on, if no other has room and none is about to take
  /// any.
  synchronized boolean lend(Borrower guest) {
    if (!possible || claimed || (holder != null && holder != guest)) {
      return false;
    }
    boolean has = holder == guest;
    holder = guest;
    if (sending.get() == 0) { // SYNC: lent-room (acquire side)
      return true;
    }
    if (!has) {
      holder = null;
      notifyAll();
    }
    return false;
  }

  /// A guest has given its room back, or has left.
  ///
  /// @param used how many messages it sent into it
  /// @param exhausted whether it could have sent no more
  synchronized void returned(Borrower guest, long used, boolean exhausted) {
    if (used >= MANY_SENDS) {
      needed = SOME_SENDS;
    } else if (!exhausted && used < needed) {
      needed = Math.min(2 * needed, MANY_SENDS);
      inARow = 0;
    }
    if (holder == guest) {
      holder = null;
      notifyAll();
    }
  }

  /// Before a participant looks at the mailbox: waits until everything is in it that has been
  /// written into lent room by now, so that it sees what was accepted.
  void settle(@Nullable Borrower looker) {
    Borrower other = holder;
    if (other != null && other != looker) {
      other.awaitHandled(PATIENCE);
    }
  }
}
