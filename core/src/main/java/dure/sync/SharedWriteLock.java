// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.raw.Step;
import dure.raw.Steps;
import dure.sync.Ownership.Entry;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/// The writing half of a [SharedReadWriteLock].
///
/// To write is first to *claim* the lock, which keeps new readers out, and then to wait for the
/// readers that are in. A claimant that dies has changed nothing, and leaves nothing to repair.
public final class SharedWriteLock extends OwnedLock {
  private final Readers readers;
  private final Waiters turn;
  private final Waiters drain;
  private final ThreadLocal<Integer> reads;

  /// @param turn the waiters for the writer to go
  /// @param drain the writer that waits for the readers to go
  /// @param reads how often the current thread reads
  SharedWriteLock(
      SharedWords words,
      Readers readers,
      Waiters turn,
      Waiters drain,
      ThreadLocal<Integer> reads,
      @Nullable Runnable repair) {
    super(words, true, repair);
    this.readers = readers;
    this.turn = turn;
    this.drain = drain;
    this.reads = reads;
  }

  @Override
  boolean enterQuickly() {
    return owner.isMine() && owner.enterFree();
  }

  @Override
  Entry enterNow() {
    checkNoReader();
    Entry entry = owner.enter();
    if (entry == Entry.BUSY) {
      return entry;
    }
    Step.reached(Steps.WRITE_CLAIMED);
    boolean alone = false;
    try {
      alone = readers.haveGone();
    } finally {
      endClaim(alone);
    }
    return alone ? entry : Entry.BUSY;
  }

  @Override
  Entry await(Wait wait) throws InterruptedException {
    checkNoReader();
    Entry entry = owner.enter();
    while (entry == Entry.BUSY) {
      int event = turn.announce();
      entry = owner.enter();
      if (entry == Entry.BUSY) {
        if (!wait.goesOn()) {
          return Entry.BUSY;
        }
        turn.sleep(event, wait.remaining());
      }
    }
    Step.reached(Steps.WRITE_CLAIMED);
    return awaitReaders(wait) ? entry : Entry.BUSY;
  }

  /// Waits until no process reads; if that takes too long, gives the claim up.
  private boolean awaitReaders(Wait wait) throws InterruptedException {
    boolean alone = false;
    try {
      alone = readers.haveGone();
      while (!alone) {
        int event = drain.announce();
        alone = readers.haveGone();
        if (!alone) {
          if (!wait.goesOn()) {
            return false;
          }
          drain.sleep(event, wait.remaining());
        }
      }
      return true;
    } finally {
      endClaim(alone);
    }
  }

  private void endClaim(boolean alone) {
    if (alone) {
      owner.begin();
    } else {
      unlock();
    }
  }

  private void checkNoReader() {
    if (reads.get() > 0) {
      throw new IllegalStateException(
          "this thread reads, and a reader cannot become a writer: it would wait for itself; unlock"
              + " the read lock first");
    }
  }

  @Override
  void tellFree() {
    turn.wake(Waiters.ALL);
  }

  /// There are none.
  ///
  /// @throws UnsupportedOperationException always
  @Override
  public Condition newCondition() {
    throw new UnsupportedOperationException(
        "a read-write lock has no conditions; a SharedLock has");
  }
}
