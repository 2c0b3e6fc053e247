// SPDX-License-Identifier: Apache-2.0
package dure.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void the_median_of_an_odd_number_is_the_middle_one() {
    assertThat(Spread.of(List.of(9.0, 1.0, 5.0))).isEqualTo(new Spread(5, 1, 9, 3));
  }

  @Test
  void the_median_of_an_even_number_is_the_mean_of_the_middle_two() {
    assertThat(Spread.of(List.of(9.0, 1.0, 6.0, 4.0))).isEqualTo(new Spread(5, 1, 9, 4));
  }

  @Test
  void one_value_is_its_own_spread() {
    assertThat(Spread.of(List.of(7.5))).isEqualTo(new Spread(7.5, 7.5, 7.5, 1));
  }

  @Test
  void nothing_has_no_spread() {
    assertThat(Spread.of(List.of())).isNull();
  }

  @Test
  void the_values_stay_in_the_order_they_were_in() {
    double[] values = {3, 1, 2};
    assertThat(Spread.median(values)).isEqualTo(2);
    assertThat(values).containsExactly(3, 1, 2);
  }
}
