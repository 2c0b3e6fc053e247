// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lines are cut at newlines and nowhere else.
class LinesTest {
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "a, a",
    "a~, a",
    "a~b, a;b",
    "~, ''",
    "~~a, ;;a",
    "a^b~\u00FF~, a^b;\u00FF"
  })
  void are_the_bytes_between_newlines(String input, String expected) throws IOException {
    byte[] bytes = input.replace('~', '\n').replace('^', '\r').getBytes(ISO_8859_1);
    Lines lines = new Lines(new ByteArrayInputStream(bytes), 3);
    List<String> read = new ArrayList<>();
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      read.add(new String(line, ISO_8859_1));
    }
    assertThat(String.join(";", read).replace('\r', '^')).isEqualTo(expected);
    assertThat(read)
        .hasSize(
            (int) input.chars().filter(c -> c == '~').count()
                + (input.isEmpty() || input.endsWith("~") ? 0 : 1));
  }

  @Test
  void break_off_where_they_are_too_long_for_anybody() throws IOException {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'a';
          }
        };
    assertThat(new Lines(endless, 4).next()).isEqualTo("aaaaa".getBytes(ISO_8859_1));
  }
}
