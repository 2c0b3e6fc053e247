// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.linux.CpuSet;
import dure.sync.Ownership.Entry;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A lock in shared memory for a few instructions at a time: a thread that finds it taken looks
/// again and again instead of going to sleep. Without contention it costs one atomic instruction to
/// take, one to give back, and no system call.
///
/// (The test-and-test-and-set lock of Rudolph and Segall, with a bound.) The busy loop of the
/// textbook hangs when the holder is not running, or is dead. This one spins for about the time
/// that a short section takes, gives the processor away a few times, and then sleeps ever longer,
/// up to a millisecond, looking each time whether the holder lives. So it goes on with a single
/// processor, and after any death. Waiters are served in no order.
///
/// What [OwnedLock] says of reentrance and death holds. It has no conditions.
public final class SpinLock extends OwnedLock {
  /// How much memory it takes; at a multiple of eight.
  public static final long BYTES = Ownership.BYTES;

  private static final boolean ALONE = !CpuSet.areSeveral();
  private static final int SPINS = 2_000;
  private static final int YIELDS = 20;
  private static final long SHORTEST_NANOS = 20_000;
  private static final long LONGEST_NANOS = 1_000_000;

  private SpinLock(SharedWords words, @Nullable Runnable repair) {
    super(words, false, repair);
  }

  /// The lock at an offset of shared memory, free if there are zeros.
  public static SpinLock at(MemorySegment memory, long offset) {
    return new SpinLock(words(memory, offset), null);
  }

  /// The lock at an offset of shared memory.
  ///
  /// @param repair run under the lock by its next holder, when a holder died
  public static SpinLock at(MemorySegment memory, long offset, Runnable repair) {
    return new SpinLock(words(memory, offset), repair);
  }

  private static SharedWords words(MemorySegment memory, long offset) {
    return SharedWords.at("SpinLock", memory, offset, BYTES);
  }

  @Override
  Entry enterNow() {
    return owner.enter();
  }

  @Override
  Entry await(Wait wait) throws InterruptedException {
    for (int i = ALONE ? SPINS : 0; i < SPINS + YIELDS; i++) {
      if (owner.isFree() && owner.enterFree()) {
        return Entry.ENTERED;
      }
      if (i < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    Entry entry = owner.enter();
    for (long pause = SHORTEST_NANOS; entry == Entry.BUSY && wait.goesOn(); entry = owner.enter()) {
      LockSupport.parkNanos(this, Math.min(pause, wait.remaining()));
      pause = Math.min(LONGEST_NANOS, pause * 2);
    }
    return entry;
  }

  @Override
  void tellFree() {
    // no thread sleeps for long
  }

  /// A spin lock has no conditions: a thread that waits for longer than a moment uses a
  /// [SharedLock].
  ///
  /// @throws UnsupportedOperationException always
  @Override
  public Condition newCondition() {
    throw new UnsupportedOperationException("a spin lock has no conditions; a SharedLock has");
  }
}
