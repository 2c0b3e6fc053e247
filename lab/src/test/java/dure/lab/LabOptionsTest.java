// SPDX-License-Identifier: Apache-2.0
package dure.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line of the lab.
class LabOptionsTest {
  private static LabOptions options(String... arguments) {
    return LabOptions.of(arguments);
  }

  @Test
  void without_a_word_it_opens_the_choice_of_scenarios() {
    assertThat(options()).isEqualTo(new LabOptions(false, true, 0, ""));
  }

  @Test
  void each_word_is_understood() {
    assertThat(options("--no-open", "--port", "8000", "rendezvous"))
        .isEqualTo(new LabOptions(false, false, 8000, "rendezvous"));
    assertThat(options("--port=1").port()).isEqualTo(1);
    assertThat(options("-h").help()).isTrue();
    assertThat(options("--help").help()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--port=0", "--port=65536", "--port=x", "--port", "--open", "../x", ""})
  void a_wrong_word_is_named(String word) {
    assertThatThrownBy(() -> options(word))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'");
  }
}
