// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.raw.Step;
import dure.raw.Steps;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/// A counting semaphore in shared memory: Dijkstra's P and V on a number that is never negative.
/// Without contention an operation is one atomic instruction and no system call.
///
/// (As the semaphore of glibc, with the announcement of sleepers in a word of its own.) Waiters are
/// served in no order.
///
/// A semaphore has no holders: one thread may take a permit and another, of another process, give
/// it. So a permit that a killed process had taken stays away, as with POSIX semaphores; where that
/// matters, use a [SharedLock], or a [SystemVSemaphore] with undo. The death of a *waiter* delays
/// no other.
public final class SharedSemaphore {
  /// How much memory it takes; at a multiple of eight.
  public static final long BYTES = 16;

  private static final long PERMITS = 0;
  private static final long WAITERS_AT = 8;

  private final SharedWords words;
  private final Waiters waiters;

  private SharedSemaphore(MemorySegment memory, long offset) {
    this.words = SharedWords.at("SharedSemaphore", memory, offset, BYTES);
    this.waiters = new Waiters(words, WAITERS_AT);
  }

  /// The semaphore at an offset of shared memory; zeros are one without permits.
  public static SharedSemaphore at(MemorySegment memory, long offset) {
    return new SharedSemaphore(memory, offset);
  }

  /// Makes a semaphore at an offset of shared memory, whatever was there. To be done once, before
  /// others use it.
  ///
  /// @param permits how many there are at first
  public static SharedSemaphore create(MemorySegment memory, long offset, int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("a semaphore cannot have " + permits + " permits");
    }
    SharedSemaphore semaphore = new SharedSemaphore(memory, offset);
    semaphore.words.clear();
    semaphore.words.intVolatile(PERMITS, permits);
    return semaphore;
  }

  /// Takes a permit if there is one. (P, `sem_trywait`.)
  ///
  /// @throws dure.DamagedObjectException if there is no semaphore here
  public boolean tryAcquire() {
    for (int seen = permits(); seen > 0; seen = permits()) {
      if (words.intCas(PERMITS, seen, seen - 1)) { // SYNC: permits (acquire side)
        return true;
      }
    }
    return false;
  }

  /// Waits for a permit as long as needed. (P, `sem_wait`.)
  public void acquire() throws InterruptedException {
    await(Wait.within(null));
  }

  /// Waits for a permit at most `within`; false if there was none. (P, `sem_timedwait`.)
  public boolean acquire(Duration within) throws InterruptedException {
    return await(Wait.within(within));
  }

  private boolean await(Wait wait) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    boolean got = tryAcquire();
    try {
      while (!got) {
        int event = waiters.announce();
        got = tryAcquire();
        if (!got) {
          if (!wait.goesOn()) {
            return false;
          }
          waiters.sleep(event, wait.remaining());
        }
      }
      return true;
    } finally {
      if (!got && permits() > 0) {
        waiters.wake(1); // the thread that gives up may be the one that was woken
      }
    }
  }

  /// Gives a permit. (V, `sem_post`.)
  public void release() {
    release(1);
  }

  /// Gives several permits.
  ///
  /// @throws IllegalStateException if there would be more than [Integer#MAX_VALUE]; none is given
  public void release(int count) {
    if (count <= 0) {
      throw new IllegalArgumentException("cannot give " + count + " permits");
    }
    int seen;
    do {
      seen = permits();
      if (seen > Integer.MAX_VALUE - count) {
        throw new IllegalStateException(words.name() + " cannot have more permits");
      }
    } while (!words.intCas(PERMITS, seen, seen + count)); // SYNC: permits (release side)
    Step.reached(Steps.PERMIT_GIVEN);
    waiters.wake(count);
  }

  /// How many permits there were a moment ago. (`sem_getvalue`.)
  public int permits() {
    int permits = words.intVolatile(PERMITS);
    if (permits < 0) {
      throw words.damaged("it has " + permits + " permits");
    }
    return permits;
  }
}
