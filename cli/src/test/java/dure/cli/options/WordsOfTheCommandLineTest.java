// SPDX-License-Identifier: Apache-2.0
package dure.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dure.Capacity;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sizes, times and modes are read as people write them, and written so that they can be read.
class WordsOfTheCommandLineTest {
  @ParameterizedTest
  @CsvSource({"0, 0", "512, 512", "64K, 65536", "64KiB, 65536", "1M, 1048576", "2G, 2147483648"})
  void sizes(String text, long bytes) {
    assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "K", "64k", "-1", "1.5M", "1T", " 1", "9999999999999999999"})
  void no_sizes(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ByteSize.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1 KiB",
    "1536, 1.5 KiB",
    "4231168, 4.0 MiB",
    "1126, 1.1 KiB",
    "2097151, 2.0 MiB",
    "1073741824, 1 GiB",
    "2199023255552, 2048 GiB"
  })
  void sizes_to_read(long bytes, String text) {
    assertThat(new ByteSize(bytes)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({"500us, PT0.0005S", "100ms, PT0.1S", "2s, PT2S", "5m, PT5M", "1h, PT1H", "0s, PT0S"})
  void times(String text, Duration time) {
    assertThat(TimeSpan.parse(text)).isEqualTo(time);
    assertThat(TimeSpan.text(time)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "2 s", "-1s", "1d", "1.5s", "soon"})
  void no_times(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> TimeSpan.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"0660, 0660", "600, 0600", "000, 0000"})
  void modes(String text, String written) {
    assertThat(Mode.parse(text)).hasToString(written);
  }

  @Test
  void no_modes() {
    for (String text : new String[] {"", "66", "0888", "01777", "rw-"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Mode.parse(text));
    }
  }

  @Test
  void capacities() {
    assertThat(Capacities.parse("zero")).isEqualTo(Capacity.zero());
    assertThat(Capacities.parse("12")).isEqualTo(Capacity.bounded(12));
    assertThat(Capacities.parse("unbounded")).isEqualTo(Capacity.unbounded());
    assertThat(Capacities.limited(Capacity.unbounded(), ByteSize.parse("5M")))
        .isEqualTo(Capacity.unbounded(5 << 20));
    assertThat(Capacities.limited(Capacity.zero(), null)).isEqualTo(Capacity.zero());
  }

  @Test
  void no_capacities() {
    for (String text : new String[] {"", "0", "none", "-1", "1048577"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Capacities.parse(text));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Capacities.limited(Capacity.bounded(5), ByteSize.parse("5M")))
        .withMessageContaining("unbounded");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Capacities.limited(Capacity.unbounded(), ByteSize.parse("5")));
  }

  @Test
  void numbers_and_ranks() {
    assertThat(Count.parseNumber("123456789012345678")).isEqualTo(123456789012345678L);
    assertThat(Count.parseSigned("-5")).isEqualTo(-5);
    assertThat(Count.parseSigned("+5")).isEqualTo(5);
    for (String text : new String[] {"", "0", "-1", "x", "1234567890123456789"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Count.parseNumber(text));
    }
    for (String text : new String[] {"", "high", "--1", "1234567890"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Count.parseSigned(text));
    }
  }
}
