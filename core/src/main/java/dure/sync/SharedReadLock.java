// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/// The reading half of a [SharedReadWriteLock].
///
/// A reader counts itself in and *then* looks for a writer; a writer claims the lock and *then*
/// looks at the counts. At least one of the two sees the other, and the reader goes back. Without a
/// writer it costs two atomic instructions and no system call.
///
/// Every call that takes it may find that a writer died: it then has the repair run, or throws
/// [dure.AbandonedLockException] and does not hold it.
public final class SharedReadLock implements Lock {
  private final SharedWriteLock writer;
  private final Readers readers;
  private final Waiters turn;
  private final Waiters drain;
  private final ThreadLocal<Integer> holds;

  SharedReadLock(
      SharedWriteLock writer,
      Readers readers,
      Waiters turn,
      Waiters drain,
      ThreadLocal<Integer> holds) {
    this.writer = writer;
    this.readers = readers;
    this.turn = turn;
    this.drain = drain;
    this.holds = holds;
  }

  @Override
  public void lock() {
    Wait wait = Wait.uninterruptibly();
    try {
      await(wait);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    } finally {
      wait.end();
    }
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    await(Wait.within(null));
  }

  /// Starts to read if no writer is there or waits to be alone.
  @Override
  public boolean tryLock() {
    return tryEnter()
        || (dropDeadClaim() && tryEnter())
        || (writer.owner.isLeft() && passThrough(writer.tryLock()) && tryEnter());
  }

  /// Waits at most `within`; false if a writer did not go.
  public boolean tryLock(Duration within) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return await(Wait.within(within));
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return tryLock(Duration.ofNanos(unit.toNanos(time)));
  }

  private boolean await(Wait wait) throws InterruptedException {
    boolean in = tryEnter();
    while (!in) {
      int event = turn.announce();
      in = tryEnter() || (dropDeadClaim() && tryEnter());
      if (!in && writer.owner.isLeft() && passThrough(writer.enterWithin(wait))) {
        in = tryEnter();
      }
      if (!in) {
        if (!wait.goesOn()) {
          return false;
        }
        turn.sleep(event, wait.remaining());
      }
    }
    return true;
  }

  private boolean tryEnter() {
    int slot = readers.slot();
    int before = holds.get();
    readers.enter(slot);
    // SYNC: owner (acquire side)
    if (before > 0 || writer.owner.isFree() || writer.owner.isMine()) {
      holds.set(before + 1);
      return true;
    }
    exit(slot);
    return false;
  }

  /// A writer that died while it waited for the readers to go left nothing to repair, and no other
  /// process waits for them in its place.
  private boolean dropDeadClaim() {
    boolean dropped = writer.owner.dropDeadClaim();
    if (dropped) {
      writer.tellFree();
    }
    return dropped;
  }

  /// To take the place of a writer that died is to have what it left repaired: then the write lock
  /// can go back.
  private boolean passThrough(boolean entered) {
    if (entered) {
      writer.unlock();
    }
    return entered;
  }

  private void exit(int slot) {
    readers.exit(slot);
    drain.wake(1);
  }

  /// Ends reading.
  ///
  /// @throws IllegalMonitorStateException if this thread does not read
  @Override
  public void unlock() {
    int before = holds.get();
    if (before == 0) {
      throw new IllegalMonitorStateException("this thread does not read");
    }
    exit(readers.slot());
    if (before == 1) {
      holds.remove();
    } else {
      holds.set(before - 1);
    }
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
