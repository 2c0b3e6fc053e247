// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CpuTimeTest {
  @Test
  void busy_is_all_but_idling_and_what_is_counted_twice() {
    String stat =
        """
        cpu  100 20 30 9999 8888 4 5 6 70 80
        cpu0 1 1 1 1 1 1 1 1 1 1
        """;
    assertThat(CpuTime.busy(stat)).isEqualTo(100 + 20 + 30 + 4 + 5 + 6);
  }

  @Test
  void own_is_ours_and_that_of_children_whatever_we_are_called() {
    String stat = "42 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 1000 200 30 4 20 0 1";
    assertThat(CpuTime.own(stat)).isEqualTo(1234);
  }

  @Test
  void foreign_is_what_is_not_own_as_part_of_one_processor() {
    CpuTime before = new CpuTime(0, 1000, 500);
    CpuTime after = new CpuTime(2_000_000_000L, 1500, 900);
    assertThat(after.foreignSince(before)).isEqualTo(0.5, within(1e-9));
  }

  @Test
  void foreign_is_never_less_than_nothing() {
    CpuTime before = new CpuTime(0, 1000, 500);
    CpuTime after = new CpuTime(1_000_000_000L, 1100, 601);
    assertThat(after.foreignSince(before)).isZero();
  }
}
