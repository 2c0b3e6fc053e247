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

  /// The state after a sleep: time for the caller to look after the dead.
  private static final long SLEPT = 1L << 61;

  // Any other state is a spin: the time it began, in whose low bits the looks are counted.
  private static final long LOOKS = 15;

  /// Only every fourth look is followed by a pause: a look takes about as long as one.
  private static final long PAUSE = 3;

  /// No spin is longer than about one wake-up of a sleeping processor, and none is shorter than a
  /// round trip between processors that are far apart.
  private static final int MOST_SPIN_NANOS = 50_000;

  private static final int LEAST_SPIN_NANOS = 4_000;
  private static final int BUSY_LOOP_NANOS = 1_000_000;

  /// Two who have both learned to sleep keep each other asleep: each finds that the other takes two
  /// wake-ups to answer, which is longer than any spin. So a wait after such a sleep is now and
  /// then a *trial*, a spin that is longer than two wake-ups. Where the other is busy too, one
  /// trial ends it; where it is not, trials become rare.
  private static final int TRIAL_NANOS = 250_000;

  private static final int FEWEST_BETWEEN_TRIALS = 1;
  private static final int MOST_BETWEEN_TRIALS = 64;

  /// So many waits in a row that were over during the spin: both sides are awake.
  private static final int AWAKE = 8;

  /// After a burst, an eager look would take away the very lines the other side is writing: so stay
  /// away about as long as it took to send the burst.
  private static final int STAY_AWAY_NANOS_EACH = 32;

  private static final int MOST_STAY_AWAY_NANOS = 20_000;

  /// So many at once, without a wait between them, are a burst.
  private static final int BURST = 2;

  private static final long ORIGIN = System.nanoTime() - (1L << 40);
  private static final boolean ALONE = !CpuSet.areSeveral();

  private final EventCount gate;
  private final Waiting waiting;
  private int spinNanos;
  private int budgetNanos;
  private int streak;
  private long began;
  private boolean sleptShortly;
  private int betweenTrials = FEWEST_BETWEEN_TRIALS;
  private int untilTrial = FEWEST_BETWEEN_TRIALS;
  private int awake;

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

  /// Goes one step further in a wait: a moment's pause, the announcement of a sleep, or a sleep.
  ///
  /// @param deadline a [Deadline]
  /// @throws InterruptedException if the thread is interrupted and about to sleep
  public long step(long wait, long deadline) throws InterruptedException {
    return step(wait, deadline, gate);
  }

  /// The same in a wait at another place than the usual one.
  ///
  /// @param at where to sleep; the same in each step of a wait
  public long step(long wait, long deadline, EventCount at) throws InterruptedException {
    if ((wait & ANNOUNCED) != 0) {
      at.sleep((int) wait, Deadline.remaining(deadline));
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
    return waiting == Waiting.SPIN ? busyLoop(wait) : announce(at);
  }

  private long beginSpin() {
    budgetNanos = sleptShortly && --untilTrial <= 0 ? beginTrial() : spinNanos;
    if (streak >= BURST) {
      stayAway(Math.min(MOST_STAY_AWAY_NANOS, streak * STAY_AWAY_NANOS_EACH));
    }
    streak = 0;
    began = now();
    return began;
  }

  private int beginTrial() {
    betweenTrials = Math.min(MOST_BETWEEN_TRIALS, betweenTrials * 2);
    untilTrial = betweenTrials;
    return TRIAL_NANOS;
  }

  private static void stayAway(int nanos) {
    long until = System.nanoTime() + nanos;
    do {
      Thread.onSpinWait();
    } while (System.nanoTime() - until < 0);
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
    if (waiting == Waiting.ADAPTIVE && !ALONE) {
      spinNanos = Math.max(LEAST_SPIN_NANOS, spinNanos / 2);
    }
    return START;
  }

  /// A virtual thread in a busy loop keeps its carrier from the others, which may be the ones that
  /// it waits for.
  private boolean mayStarve(long wait) {
    return waiting == Waiting.SPIN && (wait & LOOKS) == LOOKS && Thread.currentThread().isVirtual();
  }

  /// A busy loop never sleeps, but looks up as if it had, now and then.
  private static long busyLoop(long wait) {
    return wait == SLEPT ? now() : SLEPT;
  }

  private static long announce(EventCount at) {
    return ANNOUNCED | Integer.toUnsignedLong(at.announce());
  }

  private static long now() {
    return System.nanoTime() - ORIGIN & ~LOOKS;
  }

  /// Whether a sleep has just ended.
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
      streak = Math.min(streak, MOST_STAY_AWAY_NANOS) + 1;
    } else {
      streak = 1;
      if (waiting == Waiting.ADAPTIVE && !ALONE) {
        learn(wait);
      }
    }
  }

  private void learn(long wait) {
    if (wait >= SLEPT) {
      awake = 0;
      sleptShortly = now() - began < TRIAL_NANOS;
      return;
    }
    sleptShortly = false;
    if (++awake >= AWAKE) {
      betweenTrials = untilTrial = FEWEST_BETWEEN_TRIALS;
    }
    boolean wasTrial = budgetNanos > MOST_SPIN_NANOS;
    long needed = wasTrial ? now() - began : budgetNanos;
    if (needed <= MOST_SPIN_NANOS) {
      spinNanos = Math.clamp(needed * 2, spinNanos, MOST_SPIN_NANOS);
    }
  }
}
