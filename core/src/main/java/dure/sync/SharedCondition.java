// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.raw.Step;
import dure.raw.Steps;
import dure.sync.Ownership.Entry;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/// A condition of a [SharedLock] that threads of any process wait for and signal.
///
/// (The counted condition of Android's bionic: a number goes up with every signal, and a waiter
/// sleeps while it is what it was when the waiter gave the lock up.) As with every condition, a
/// wait may end for no reason, and is to stand in a loop that looks again. If the waiter that a
/// signal has chosen is killed, the others wake within 50 ms.
///
/// Every wait returns, or throws, with the lock held as often as before. If the lock was abandoned
/// meanwhile, its repair runs first; if it has none, the wait ends with
/// [dure.AbandonedLockException], *with* the lock held, and still abandoned for the next one. To
/// wait or to signal without holding the lock is an [IllegalMonitorStateException].
public final class SharedCondition implements Condition {
  /// How much memory it takes; at a multiple of eight.
  public static final long BYTES = Waiters.BYTES;

  private final SharedLock lock;
  private final Waiters waiters;

  private SharedCondition(SharedLock lock, Waiters waiters) {
    this.lock = lock;
    this.waiters = waiters;
  }

  /// The condition at an offset of shared memory; zeros are a condition without waiters.
  ///
  /// @param lock the same in every process
  public static SharedCondition at(MemorySegment memory, long offset, SharedLock lock) {
    SharedWords words = SharedWords.at("SharedCondition", memory, offset, BYTES);
    return new SharedCondition(lock, new Waiters(words, 0));
  }

  @Override
  public void await() throws InterruptedException {
    sleep(Wait.within(null));
  }

  /// Waits at most `within`; false if there was no signal.
  public boolean await(Duration within) throws InterruptedException {
    return sleep(Wait.within(within));
  }

  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return sleep(Wait.nanos(unit.toNanos(time)));
  }

  @Override
  public long awaitNanos(long nanos) throws InterruptedException {
    Wait wait = Wait.nanos(nanos);
    sleep(wait);
    return wait.remaining();
  }

  @Override
  @SuppressWarnings("JavaUtilDate") // the interface's own
  public boolean awaitUntil(Date deadline) throws InterruptedException {
    return sleep(Wait.within(Duration.between(Instant.now(), deadline.toInstant())));
  }

  @Override
  public void awaitUninterruptibly() {
    Wait wait = Wait.uninterruptibly();
    try {
      sleep(wait);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    } finally {
      wait.end();
    }
  }

  private boolean sleep(Wait wait) throws InterruptedException {
    lock.owner.checkMine();
    int event = waiters.announce(); // under the lock: a signal from now on is for us too
    Step.reached(Steps.AWAIT_ANNOUNCED);
    int losses = lock.owner.losses();
    int holds = lock.owner.exitAll();
    boolean interrupted = false;
    try {
      lock.tellFree();
      Step.reached(Steps.AWAIT_RELEASED);
      while (waiters.areStill(event)) {
        if (!wait.goesOn()) {
          return false;
        }
        waiters.sleep(event, wait.remaining());
        if (lock.owner.isLeft() || lock.owner.losses() != losses) {
          return true; // the dead holder may have owed us a signal
        }
      }
      return true;
    } catch (InterruptedException e) {
      interrupted = true;
      throw e;
    } finally {
      comeBack(holds, interrupted);
    }
  }

  /// @param interrupted whether to give the interrupt back if another exception takes its place
  private void comeBack(int holds, boolean interrupted) {
    boolean back = false;
    try {
      Entry entry = lock.enterQuickly() ? Entry.ENTERED : lock.awaitUninterruptibly();
      lock.owner.hold(holds);
      if (entry == Entry.ABANDONED) {
        lock.repairOrTell();
      }
      back = true;
    } finally {
      if (interrupted && !back) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Wakes one waiter, if there is any. Without one it makes no system call.
  @Override
  public void signal() {
    lock.owner.checkMine();
    waiters.wake(1);
  }

  /// Wakes all waiters.
  @Override
  public void signalAll() {
    lock.owner.checkMine();
    waiters.wake(Waiters.ALL);
  }
}
