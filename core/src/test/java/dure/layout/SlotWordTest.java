// SPDX-License-Identifier: Apache-2.0
package dure.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Words and cursors hold their parts apart, and may wrap.
class SlotWordTest {
  private static final long LAST_LAP = (1L << 44) - 1;

  @Test
  void parts_come_back_as_they_went_in() {
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < 10_000; i++) {
      int state = random.nextInt(16);
      int owner = random.nextInt(1024);
      int redelivered = random.nextInt(16);
      long lap = random.nextLong(LAST_LAP + 1);
      long word = SlotWord.of(state, owner, redelivered, lap);
      assertThat(SlotWord.state(word)).isEqualTo(state);
      assertThat(SlotWord.owner(word)).isEqualTo(owner);
      assertThat(SlotWord.redelivered(word)).isEqualTo(redelivered);
      assertThat(SlotWord.lap(word)).isEqualTo(lap);
      int cell = random.nextInt(1 << 20);
      assertThat(SlotWord.cursorCell(SlotWord.cursor(lap, cell))).isEqualTo(cell);
      assertThat(SlotWord.cursorLap(SlotWord.cursor(lap, cell))).isEqualTo(lap);
    }
  }

  @Test
  void laps_are_compared_across_the_wrap() {
    long last = SlotWord.cursor(LAST_LAP, 3);
    assertThat(SlotWord.lapsAhead(SlotWord.of(SlotWord.FREE, 0, 0, LAST_LAP), last)).isZero();
    assertThat(SlotWord.lapsAhead(SlotWord.of(SlotWord.FREE, 0, 0, LAST_LAP + 1), last)).isOne();
    assertThat(SlotWord.lapsAhead(SlotWord.of(SlotWord.FREE, 0, 0, LAST_LAP - 1), last))
        .isEqualTo(-1);
    assertThat(
            SlotWord.lapsAhead(SlotWord.of(SlotWord.FULL, 0, 0, LAST_LAP), SlotWord.cursor(0, 3)))
        .isEqualTo(-1);
  }

  @Test
  void the_cursor_after_the_last_cell_is_in_the_next_lap() {
    long cursor = SlotWord.cursor(LAST_LAP, 0);
    for (int cells : new int[] {1, 3, 10, 1 << 20}) {
      long c = cursor;
      for (int i = 0; i < cells; i++) {
        assertThat(SlotWord.cursorCell(c)).isEqualTo(i);
        c = SlotWord.next(c, cells);
      }
      assertThat(c).isEqualTo(SlotWord.cursor(0, 0));
      assertThat(c - cursor).isPositive();
    }
  }
}
