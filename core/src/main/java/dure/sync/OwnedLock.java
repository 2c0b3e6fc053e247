// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.AbandonedLockException;
import dure.raw.Step;
import dure.raw.Steps;
import dure.sync.Ownership.Entry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// A lock in shared memory that one thread of one process has at a time, and that outlives its
/// holder's death. What its kinds differ in is how they wait.
///
/// **Reentrant**: a thread that has it may take it again, through this handle or another of the
/// same memory, and gives it back as often. It belongs to a thread of a process: to unlock one that
/// another thread holds is an [IllegalMonitorStateException].
///
/// **When the holder's process ends**, killed or not, without giving it back, the next one to come
/// gets the lock, within about 50 ms if it was asleep, and is told, since what the lock protects
/// may be half-written:
///
/// - With a *repair* named at `at(memory, offset, repair)`, every call that takes the lock first
///   runs the repair, holding the lock, and then goes on as usual. One repair for each death. If
///   the repair throws, or its process is killed in it, the lock is given back and is still
///   abandoned: the next one repairs.
/// - Without one, every call that would take the lock throws [AbandonedLockException] and does
///   *not* hold it, until a thread calls [#recover]. So no thread goes on by oversight.
///
/// A *thread* that ends and keeps the lock keeps it for good, as with any lock of Java: only the
/// end of its process counts.
///
/// All methods may be called from virtual threads, which do not hold their carriers while they
/// wait. They throw [dure.DamagedObjectException] if the memory is no lock, and
/// [IllegalStateException] once the segment is closed.
public abstract sealed class OwnedLock implements Lock
    permits SpinLock, SharedLock, SharedWriteLock {
  final SharedWords words;
  final Ownership owner;
  private final @Nullable Runnable repair;

  OwnedLock(SharedWords words, boolean claims, @Nullable Runnable repair) {
    this.words = words;
    this.owner = new Ownership(words, claims);
    this.repair = repair;
  }

  /// Waits for the lock; [Entry#BUSY] if the time is over.
  abstract Entry await(Wait wait) throws InterruptedException;

  /// Takes it if it is there at once.
  abstract Entry enterNow();

  /// Wakes the threads that wait for the lock, after it was given back.
  abstract void tellFree();

  /// Wakes those to whom the dead holder may have owed a signal.
  void tellRepaired() {}

  /// Takes it if that costs one atomic instruction and no more.
  boolean enterQuickly() {
    return owner.enterFree();
  }

  /// Waits for the lock as long as needed. An interrupt does not end the wait.
  ///
  /// @throws AbandonedLockException if its holder died, and no repair was named
  @Override
  public final void lock() {
    if (!enterQuickly()) {
      settle(awaitUninterruptibly());
    }
  }

  /// Waits for the lock as long as needed.
  ///
  /// @throws AbandonedLockException if its holder died, and no repair was named
  /// @throws InterruptedException if the thread is interrupted before it has the lock
  @Override
  public final void lockInterruptibly() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    enterWithin(Wait.within(null));
  }

  /// Takes the lock if it is free, or if its holder has died.
  ///
  /// @throws AbandonedLockException if its holder died, and no repair was named
  @Override
  public final boolean tryLock() {
    return enterQuickly() || settle(enterNow());
  }

  /// Waits for the lock at most `within`; false if it did not come.
  ///
  /// @throws AbandonedLockException if its holder died, and no repair was named
  /// @throws InterruptedException if the thread is interrupted before it has the lock
  public final boolean tryLock(Duration within) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return enterWithin(Wait.within(within));
  }

  final boolean enterWithin(Wait wait) throws InterruptedException {
    return enterQuickly() || settle(await(wait));
  }

  /// The same as [#tryLock(Duration)].
  @Override
  public final boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return tryLock(Duration.ofNanos(unit.toNanos(time)));
  }

  /// Gives the lock back.
  ///
  /// @throws IllegalMonitorStateException if this thread does not hold it
  @Override
  public final void unlock() {
    if (owner.exit()) {
      tellFree();
    }
  }

  /// Whether the current thread holds it.
  public final boolean isHeldByCurrentThread() {
    return owner.isMine();
  }

  /// Waits for the lock, abandoned or not, repairs what it protects if it was, and gives it back.
  /// The repair runs under the lock, once for each death; if it throws, the lock is abandoned
  /// still.
  ///
  /// @return whether there was anything to repair
  public final boolean recover(Runnable anyRepair) {
    if (!enterQuickly()) {
      awaitUninterruptibly();
    }
    try {
      boolean abandoned = owner.isAbandoned();
      if (abandoned) {
        repair(anyRepair);
      }
      return abandoned;
    } finally {
      unlock();
    }
  }

  final Entry awaitUninterruptibly() {
    Wait wait = Wait.uninterruptibly();
    try {
      return await(wait);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    } finally {
      wait.end();
    }
  }

  /// Does what is due to a thread that has entered; true if it has.
  private boolean settle(Entry entry) {
    if (entry == Entry.ABANDONED) {
      boolean sound = false;
      try {
        repairOrTell();
        sound = true;
      } finally {
        if (!sound) {
          unlock(); // still abandoned, for the next one to hear
        }
      }
    }
    return entry != Entry.BUSY;
  }

  /// Repairs what an abandoned lock protects, for the thread that has entered.
  ///
  /// @throws AbandonedLockException if no repair was named
  final void repairOrTell() {
    if (repair == null) {
      throw new AbandonedLockException(
          words.name(),
          "the process that held it ended, and what it protects may be half-written; repair that in"
              + " recover(...), or name a repair when making the lock");
    }
    repair(repair);
  }

  private void repair(Runnable any) {
    any.run();
    tellRepaired();
    Step.reached(Steps.LOCK_REPAIRED);
    owner.repaired();
  }
}
