// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Texts in columns of a terminal.
class TextWidthTest {
  @ParameterizedTest
  @CsvSource({
    "orders, 6, orders",
    "orders, 8, 'orders  '",
    "orders-of-monday, 9, orde…nday",
    "orders-of-monday, 10, order…nday",
    "orders-of-sunday, 2, o…",
    "orders-of-sunday, 1, …",
    "주문함-월요일, 8, '주문…일 '",
    "주문함-월요일, 9, 주문…요일",
    "a주문함-월요일, 8, a주…요일",
  })
  void the_middle_of_a_long_name_is_left_out(String name, int columns, String shown) {
    assertThat(TextWidth.leftAndEnd(name, columns)).isEqualTo(shown);
    assertThat(TextWidth.of(shown)).isEqualTo(columns);
  }

  @Test
  void no_column_has_nothing() {
    assertThat(TextWidth.leftAndEnd("orders", 0)).isEmpty();
    assertThat(TextWidth.leftAndEnd("", 3)).isEqualTo("   ");
  }

  @Test
  void the_end_of_other_texts_is_cut_off() {
    assertThat(TextWidth.left("orders-of-monday", 8)).isEqualTo("orders-…");
    assertThat(TextWidth.right("주문", 5)).isEqualTo(" 주문");
  }
}
