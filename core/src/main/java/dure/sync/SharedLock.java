// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.linux.CpuSet;
import dure.sync.Ownership.Entry;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A mutex in shared memory: a thread that finds it taken spins for a moment and then sleeps in the
/// kernel. Without contention it costs one atomic instruction to take, one to give back, and no
/// system call.
///
/// (The futex mutex of Franke, Russell and Kirkwood as Drepper's "Futexes are tricky" corrects it;
/// the announcement of sleepers is a word of its own here, since the owner's word names the owner.)
/// A running thread may take a lock that was just given back even before the sleepers: fast, and
/// without order.
///
/// [#newCondition] gives conditions that reach across processes. What [OwnedLock] says of
/// reentrance and death holds.
public final class SharedLock extends OwnedLock {
  /// How much memory it takes, its own conditions included; at a multiple of eight.
  public static final long BYTES = 128;

  /// How many conditions lie within it. Any number more can lie elsewhere: [SharedCondition#at].
  public static final int CONDITIONS = 8;

  private static final long WAITERS_AT = Ownership.BYTES;
  private static final long CONDITIONS_AT = BYTES - CONDITIONS * SharedCondition.BYTES;
  private static final int SPINS = CpuSet.areSeveral() ? 200 : 0;

  private final Waiters waiters;
  private final AtomicInteger conditions = new AtomicInteger();

  private SharedLock(SharedWords words, @Nullable Runnable repair) {
    super(words, false, repair);
    this.waiters = new Waiters(words, WAITERS_AT);
  }

  /// The lock at an offset of shared memory, free if there are zeros.
  public static SharedLock at(MemorySegment memory, long offset) {
    return new SharedLock(words(memory, offset), null);
  }

  /// The lock at an offset of shared memory.
  ///
  /// @param repair run under the lock by its next holder, when a holder died
  public static SharedLock at(MemorySegment memory, long offset, Runnable repair) {
    return new SharedLock(words(memory, offset), repair);
  }

  private static SharedWords words(MemorySegment memory, long offset) {
    return SharedWords.at("SharedLock", memory, offset, BYTES);
  }

  @Override
  Entry enterNow() {
    return owner.enter();
  }

  @Override
  Entry await(Wait wait) throws InterruptedException {
    for (int i = 0; i < SPINS; i++) {
      if (owner.isFree() && owner.enterFree()) {
        return Entry.ENTERED;
      }
      Thread.onSpinWait();
    }
    Entry entry = Entry.BUSY;
    try {
      int event = waiters.announce();
      for (entry = owner.enter(); entry == Entry.BUSY && wait.goesOn(); entry = owner.enter()) {
        waiters.sleep(event, wait.remaining());
        event = waiters.announce();
      }
      return entry;
    } finally {
      if (entry == Entry.BUSY && owner.isFree()) {
        waiters.wake(1); // the thread that gives up may be the one that was woken
      }
    }
  }

  @Override
  void tellFree() {
    waiters.wake(1);
  }

  @Override
  void tellRepaired() {
    for (int i = 0; i < CONDITIONS; i++) {
      new Waiters(words, CONDITIONS_AT + i * SharedCondition.BYTES).wake(Waiters.ALL);
    }
  }

  /// A condition of this lock that reaches across processes. The first call on a handle gives the
  /// lock's first condition, the second its second, and so on: processes that make their conditions
  /// in the same order have the same.
  ///
  /// @throws IllegalStateException after [#CONDITIONS] of them
  @Override
  public SharedCondition newCondition() {
    int number = conditions.getAndIncrement();
    if (number >= CONDITIONS) {
      conditions.set(CONDITIONS);
      throw new IllegalStateException(
          "a lock has " + CONDITIONS + " conditions; put more elsewhere, by SharedCondition.at");
    }
    return SharedCondition.at(words.memory(), CONDITIONS_AT + number * SharedCondition.BYTES, this);
  }
}
