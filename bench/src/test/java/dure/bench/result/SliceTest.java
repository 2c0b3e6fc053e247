// SPDX-License-Identifier: Apache-2.0
package dure.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SliceTest {
  @Test
  void is_read_as_the_roles_print_it() {
    Slice slice = Slice.of("slice before=100.0 after=110.0 trip=150.5 p99=300");
    assertThat(slice.line()).isEqualTo(105);
    assertThat(slice.figure("trip")).isEqualTo(150.5);
    assertThat(slice.figure("p99")).isEqualTo(300);
    assertThatThrownBy(() -> slice.figure("rate")).hasMessageContaining("no rate");
  }

  @Test
  void is_settled_while_the_line_hardly_changes() {
    assertThat(Slice.of("slice before=100 after=129").isSettled()).isTrue();
    assertThat(Slice.of("slice before=129 after=100").isSettled()).isTrue();
    assertThat(Slice.of("slice before=100 after=131").isSettled()).isFalse();
    assertThat(Slice.of("slice before=500 after=100").isSettled()).isFalse();
  }

  @Test
  void is_placed_by_the_line() {
    assertThat(Placement.of(60)).isEqualTo(Placement.SIBLINGS);
    assertThat(Placement.of(100)).isEqualTo(Placement.NEAR);
    assertThat(Placement.of(300)).isEqualTo(Placement.FAR);
    assertThat(Placement.of(701)).isEqualTo(Placement.LOST);
    assertThat(Placement.of(1e9)).isEqualTo(Placement.LOST);
  }
}
