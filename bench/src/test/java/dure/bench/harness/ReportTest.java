// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.bench.result.Slice;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final String SLICE = "slice before=100.0 after=100.0 trip=150.0";

  @Test
  void slices_count_when_all_messages_came_whole_and_in_order() throws RunFailedException {
    assertThat(Report.read(List.of("a warning", SLICE, "checked received=9 misplaced=0 damaged=0")))
        .extracting(Slice::before)
        .containsExactly(100.0);
  }

  @Test
  void a_run_with_lost_or_damaged_messages_has_failed() {
    assertThatThrownBy(
            () -> Report.read(List.of(SLICE, "checked received=9 misplaced=1 damaged=0")))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("misplaced=1");
  }

  @Test
  void a_run_that_ended_early_has_failed_and_its_words_tell_why() {
    assertThatThrownBy(() -> Report.read(List.of(SLICE, "Exception: no room")))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("no room");
  }
}
