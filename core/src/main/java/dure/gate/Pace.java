// SPDX-License-Identifier: Apache-2.0
package dure.gate;

import dure.Deadline;
import dure.Waiting;
import dure.linux.CpuSet;

/// How one process waits at one gate: spin a little, then sleep, and learn from what came of it.
///
/// A wait is a loop around [#step], whose state is a plain long, so that waiting allocates nothing:
///
/// ```java
/// long wait = Pace.START;
/// while (!tryIt()) {
///   wait = pace.step(wait, deadline);
///   if (wait == Pace.TIMED_OUT) return false;
/// }
/// pace.succeeded(wait);
/// ```
///
/// The fields are read and written by all threads without order: they are only ever advice.
public final class Pace {
  /// The state of a wait that has not begun.
  public static final long START = 0;

  /// The state of a wait whose deadline has passed.
  public static final long TIMED_OUT = -1;

  /// Set in a state while a sleep is announced; the low half is then the event.
  private static final long ANNOUNCED = 1L << 62;

  /// The state after a slice of sleep: time for the caller to look after the dead.
  private static final long SLEPT = 1L << 61;

  // Any other state is a spin: the time it began, in whose low bits the looks are counted.
  private static final long LOOKS = 15;

  /// Only every fourth look is followed by a pause: a look takes about as long as one.
  private static final long PAUSE = 3;

  /// No spin is longer than about one wake-up of a sleeping processor.
  private static final int MOST_SPIN_NANOS = 50_000;

  private static final int LEAST_SPIN_NANOS = 500;
  private static final int BUSY_LOOP_NANOS = 1_000_000;

  /// Every so manieth wait spins as long as any may: two who have both learned to sleep keep each
  /// other asleep, because each takes the other's wake-up for a long wait, until one of them tries.
  private static final int EXPLORE_EVERY = 16;

  private static final int STAY_AWAY_NANOS = 2_000;

  /// So many at once, without a wait between them, are a burst.
  private static final int BURST = 2;

  private static final long ORIGIN = System.nanoTime() - (1L << 40);
  private static final boolean ALONE = !CpuSet.areSeveral();

  private final EventCount gate;
  private final Waiting waiting;
  private int spinNanos;
  private int budgetNanos;
  private int waits;
  private int streak;

  public Pace(EventCount gate, Waiting waiting) {
    this.gate = gate;
    this.waiting = waiting;
    this.spinNanos =
        switch (waiting) {
          case SPIN -> BUSY_LOOP_NANOS;
          case ADAPTIVE -> ALONE ? 0 : MOST_SPIN_NANOS / 2;
          case BLOCK -> 0;
        };
  }

  /// Goes one step further in a wait: a moment's pause, the announcement of a sleep, or a slice of
  /// sleep.
  ///
  /// @param deadline a [Deadline]
  /// @throws InterruptedException if the thread is interrupted and about to sleep
  public long step(long wait, long deadline) throws InterruptedException {
    if ((wait & ANNOUNCED) != 0) {
      gate.sleep((int) wait, Deadline.remaining(deadline));
      return SLEPT;
    }
    if (wait != SLEPT && spinNanos > 0) {
      long spinning = wait == START ? beginSpin() : spin(wait);
      if (spinning != START) {
        return spinning;
      }
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (Deadline.remaining(deadline) <= 0) {
      return TIMED_OUT;
    }
    return waiting == Waiting.SPIN ? busyLoop(wait) : announce();
  }

  private long beginSpin() {
    budgetNanos = spinNanos;
    if (waiting == Waiting.ADAPTIVE && ++waits % EXPLORE_EVERY == 0) {
      budgetNanos = MOST_SPIN_NANOS;
    }
    if (streak >= BURST) {
      // After a burst, an eager look would take away the very lines the other side is writing.
      streak = 0;
      long until = System.nanoTime() + STAY_AWAY_NANOS;
      do {
        Thread.onSpinWait();
      } while (System.nanoTime() - until < 0);
    }
    return now();
  }

  /// One more look at the same wait, or [#START] when it has spun long enough.
  private long spin(long wait) {
    if (ALONE || mayStarve(wait)) {
      Thread.yield();
    } else if ((wait & PAUSE) == PAUSE) {
      Thread.onSpinWait();
    }
    if ((wait & LOOKS) != LOOKS) {
      return wait + 1;
    }
    long began = wait & ~LOOKS;
    if (now() - began < budgetNanos) {
      return began;
    }
    if (waiting == Waiting.ADAPTIVE) {
      spinNanos = Math.max(LEAST_SPIN_NANOS, spinNanos / 2);
    }
    return START;
  }

  /// A virtual thread in a busy loop keeps its carrier from the others, who may be the ones that it
  /// waits for.
  private boolean mayStarve(long wait) {
    return waiting == Waiting.SPIN && (wait & LOOKS) == LOOKS && Thread.currentThread().isVirtual();
  }

  /// A busy loop never sleeps, but looks up as if it had, now and then.
  private static long busyLoop(long wait) {
    return wait == SLEPT ? now() : SLEPT;
  }

  private long announce() {
    return ANNOUNCED | Integer.toUnsignedLong(gate.announce());
  }

  private static long now() {
    return System.nanoTime() - ORIGIN & ~LOOKS;
  }

  /// Whether a slice of sleep has just ended.
  public static boolean slept(long wait) {
    return wait == SLEPT;
  }

  /// Whether a wait has come to sleeping.
  public static boolean sleeps(long wait) {
    return wait >= SLEPT;
  }

  /// Notes that what was waited for has come, or was there at once.
  public void succeeded(long wait) {
    if (wait == START) {
      if (streak < BURST) {
        streak++;
      }
    } else {
      streak = 1;
      if (waiting == Waiting.ADAPTIVE && wait < SLEPT && !ALONE) {
        spinNanos = Math.min(MOST_SPIN_NANOS, budgetNanos * 2);
      }
    }
  }
}
