// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The pieces are the whole file, each fits into a message, and they are of all sizes.
class PlanTest {
  @ParameterizedTest
  @CsvSource({"1, 64", "48, 64", "100000, 64", "1000000, 65536", "5, 1048576", "70000000, 65536"})
  void pieces_are_the_whole_file_and_fit(long fileBytes, long messageSize) {
    Plan plan = new Plan(fileBytes, messageSize);
    long at = 0;
    for (int piece = 0; piece < plan.count(); piece++) {
      assertThat(plan.offset(piece)).isEqualTo(at);
      assertThat((long) plan.length(piece)).isBetween(1L, messageSize - Plan.HEAD_BYTES);
      at += plan.length(piece);
    }
    assertThat(at).isEqualTo(fileBytes);
  }

  @Test
  void sizes_are_mixed_from_a_few_bytes_to_the_longest() {
    Plan plan = new Plan(100 << 20, 64 << 10);
    int[] ofBits = new int[17];
    for (int piece = 0; piece < plan.count(); piece++) {
      ofBits[Integer.SIZE - Integer.numberOfLeadingZeros(plan.length(piece))]++;
    }
    for (int bits = 4; bits <= 16; bits++) {
      assertThat(ofBits[bits]).as("of " + bits + " bits").isGreaterThan(plan.count() / 32);
    }
  }

  @Test
  void every_process_makes_the_same_plan() {
    Plan one = new Plan(1 << 20, 4096);
    Plan other = new Plan(1 << 20, 4096);
    assertThat(one.count()).isEqualTo(other.count());
    for (int piece = 0; piece < one.count(); piece++) {
      assertThat(one.length(piece)).isEqualTo(other.length(piece));
    }
  }
}
