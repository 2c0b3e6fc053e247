// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReadWriteLock;
import org.jspecify.annotations.Nullable;

/// A read-write lock in shared memory: any number of threads of any process read together, and a
/// writer is alone.
///
/// **Writers go first**: once a writer has claimed the lock, no further reader starts, so the
/// writer waits only for the present ones. Writers are never starved by readers; readers are, by
/// writers that follow one another without a pause. (The second problem of Courtois, Heymans and
/// Parnas, with a count of readers for each process as in the "big reader" locks of Linux.)
///
/// A reader that is killed leaves nothing to repair, and delays a writer by about 50 ms at most. A
/// writer that is killed leaves the lock abandoned, which the next reader or writer is told: see
/// [OwnedLock]. A reader runs the repair under the write lock before it reads.
///
/// Both locks are reentrant. A writer may read (and go on reading when it has given the write lock
/// back); a reader that wants to write gets an [IllegalStateException], since it would wait for
/// itself. Up to [#PROCESSES] processes at a time can have read; the slot of one is free when it
/// ends.
public final class SharedReadWriteLock implements ReadWriteLock {
  /// How many living processes can take part in reading.
  public static final int PROCESSES = Readers.SLOTS;

  /// How much memory it takes; at a multiple of eight.
  public static final long BYTES = SharedReadWriteLock.READERS_AT + Readers.BYTES;

  static final long TURN_AT = Ownership.BYTES;
  static final long DRAIN_AT = TURN_AT + Waiters.BYTES;
  private static final long READERS_AT = 64;

  private final SharedReadLock readLock;
  private final SharedWriteLock writeLock;

  private SharedReadWriteLock(MemorySegment memory, long offset, @Nullable Runnable repair) {
    SharedWords words = SharedWords.at("SharedReadWriteLock", memory, offset, BYTES);
    Readers readers = new Readers(words, READERS_AT);
    Waiters turn = new Waiters(words, TURN_AT);
    Waiters drain = new Waiters(words, DRAIN_AT);
    ThreadLocal<Integer> holds = ThreadLocal.withInitial(() -> 0);
    this.writeLock = new SharedWriteLock(words, readers, turn, drain, holds, repair);
    this.readLock = new SharedReadLock(writeLock, readers, turn, drain, holds);
  }

  /// The lock at an offset of shared memory, free if there are zeros.
  public static SharedReadWriteLock at(MemorySegment memory, long offset) {
    return new SharedReadWriteLock(memory, offset, null);
  }

  /// The lock at an offset of shared memory.
  ///
  /// @param repair run under the write lock by its next holder, when a writer died
  public static SharedReadWriteLock at(MemorySegment memory, long offset, Runnable repair) {
    return new SharedReadWriteLock(memory, offset, repair);
  }

  /// The lock that many can have at a time. It belongs to this handle: to be unlocked through the
  /// same.
  @Override
  public SharedReadLock readLock() {
    return readLock;
  }

  @Override
  public SharedWriteLock writeLock() {
    return writeLock;
  }
}
