// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally tally = new Tally(64);

  @Test
  void messages_in_order_are_fine() {
    for (long number = 0; number < 10; number++) {
      tally.note(number, 0, ~number);
    }
    assertThat(tally.received()).isEqualTo(10);
    assertThat(tally.misplaced()).isZero();
    assertThat(tally.damaged()).isZero();
  }

  @Test
  void a_message_that_is_missing_is_noticed() {
    tally.note(0, 0, ~0L);
    tally.note(2, 0, ~2L);
    assertThat(tally.misplaced()).isEqualTo(1);
  }

  @Test
  void a_message_whose_ends_differ_is_noticed() {
    tally.note(0, 0, ~1L);
    assertThat(tally.damaged()).isEqualTo(1);
  }

  @Test
  void a_line_that_did_not_arrive_is_noticed() {
    Tally large = new Tally(200);
    long fill = 0x5D5D_5D5D_5D5D_5D5DL;
    large.note(0, 2 * fill, ~0L);
    assertThat(large.damaged()).isZero();
    large.note(1, fill, ~1L);
    assertThat(large.damaged()).isEqualTo(1);
  }

  @Test
  void the_last_of_a_slice_is_marked_and_keeps_its_number() {
    tally.note(0, 0, ~0L);
    assertThat(tally.sawLast()).isFalse();
    long last = 1 | Tally.LAST;
    tally.note(last, 0, ~last);
    assertThat(tally.sawLast()).isTrue();
    assertThat(tally.misplaced()).isZero();
    tally.note(2, 0, ~2L);
    assertThat(tally.sawLast()).isFalse();
  }
}
