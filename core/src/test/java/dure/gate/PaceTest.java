// SPDX-License-Identifier: Apache-2.0
package dure.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Deadline;
import dure.Waiting;
import dure.linux.CpuSet;
import org.junit.jupiter.api.Test;

/// What a pace learns from waits of a known length.
class PaceTest {
  /// Longer than any ordinary spin, and shorter than a trial.
  private static final long TWO_WAKE_UPS = 100_000;

  /// Too long for anybody to have been kept asleep.
  private static final long LONG = 1_000_000;

  private static final int WAITS = 1_000;
  private static final int ROUNDS = 50;

  /// Ends the sleep when the answer is there, as a waker would.
  private static final class Waker implements EventCount {
    private long answerAt;
    private int sleeps;

    @Override
    public int announce() {
      sleeps++;
      return 1;
    }

    @Override
    public void sleep(int event, long nanos) {
      while (System.nanoTime() - answerAt < 0) {
        Thread.onSpinWait();
      }
    }
  }

  private final Waker waker = new Waker();

  /// How many of so many waits came to sleeping.
  private int sleepsOf(Pace pace, int waits, long nanos) throws InterruptedException {
    waker.sleeps = 0;
    for (int i = 0; i < waits; i++) {
      long wait = Pace.START;
      waker.answerAt = System.nanoTime() + nanos;
      while (System.nanoTime() - waker.answerAt < 0) {
        wait = pace.step(wait, Deadline.after(null));
      }
      pace.succeeded(wait);
    }
    return waker.sleeps;
  }

  /// The other side needs two wake-ups to answer, perhaps only because this side sleeps each time:
  /// soon a wait that does not come to sleeping shows the other that it need not either.
  @Test
  void soon_a_wait_is_long_enough_for_one_who_has_to_be_woken() throws InterruptedException {
    int awake = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Pace pace = new Pace(waker, Waiting.ADAPTIVE);
      sleepsOf(pace, 6, LONG);
      awake += 20 - sleepsOf(pace, 20, TWO_WAKE_UPS);
    }
    assertThat(awake >= 2 * ROUNDS).isEqualTo(CpuSet.areSeveral());
  }

  /// Messages that come at such a rate are not answers: nearly all waits come to sleeping.
  @Test
  void trials_that_change_nothing_become_rare() throws InterruptedException {
    Pace pace = new Pace(waker, Waiting.ADAPTIVE);
    sleepsOf(pace, WAITS, TWO_WAKE_UPS);
    assertThat(sleepsOf(pace, WAITS, TWO_WAKE_UPS)).isGreaterThan(WAITS * 9 / 10);
  }
}
