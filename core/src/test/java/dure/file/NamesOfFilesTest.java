// SPDX-License-Identifier: Apache-2.0
package dure.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.InvalidNameException;
import dure.layout.FileNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A name is never a path, an option or two things at once.
class NamesOfFilesTest {
  private static final List<String> GOOD =
      List.of(
          "a",
          "A1",
          "0",
          "a.b",
          "a..b",
          "a_b-c.",
          "우편함",
          "é",
          "日本",
          "ñandú",
          "٣",
          "\uD840\uDC00",
          "x".repeat(FileNames.LONGEST_IN_PRIVATE),
          "한".repeat(29));

  private static final Map<String, List<String>> BAD =
      Map.of(
          "begins with a letter or a digit",
          List.of(
              "", ".", "..", "../x", "./x", "/a", ".a", "-a", "--help", "_a", " a", "\0",
              "\u0301a"),
          "is made of letters, digits",
          List.of(
              "a/b", "a/", "a/../b", "a b", "a\0b", "a\0", "a\n", "a\\b", "a:b", "a%b", "a*", "a~",
              "a@b", "e\u0301", "a\u200B", "a\u202E", "a\uFEFF", "a\uFFFD", "a\uD800", "a🎈"),
          "composed form",
          List.of("\u1112\u1161\u11AB", "a\u1112\u1161", "\u212B"),
          "at most 89 bytes in a private namespace, not",
          List.of("x".repeat(90), "한".repeat(30), "x".repeat(87) + "한"));

  @Test
  void good_names_are_taken_as_they_are() {
    for (String name : GOOD) {
      assertThatCode(() -> SharedFile.checkName(name)).as(name).doesNotThrowAnyException();
      assertThat(FileNames.current().mailbox("dure." + name)).isEqualTo(name);
      assertThat(FileNames.current().door(name).getBytes(StandardCharsets.UTF_8).length)
          .isLessThanOrEqualTo(dure.linux.Sockets.LONGEST_NAME);
    }
  }

  @Test
  void bad_names_are_refused_with_the_reason() {
    BAD.forEach((reason, names) -> {
      for (String name : names) {
        assertThatThrownBy(() -> SharedFile.checkName(name))
            .as("'%s'", name)
            .isInstanceOf(InvalidNameException.class)
            .hasMessageContaining(reason);
        assertThat(FileNames.current().mailbox("dure." + name)).isNull();
      }
    });
    assertThat(FileNames.DEFAULT.mailbox("other")).isNull();
  }

  @Test
  void nothing_is_done_under_a_bad_name() {
    for (List<String> names : BAD.values()) {
      for (String name : names) {
        assertThatThrownBy(() -> SharedFile.open(name, false))
            .isInstanceOf(InvalidNameException.class);
        assertThatThrownBy(() -> SharedFile.create(name, 4096, 0600, "", file -> {}))
            .isInstanceOf(InvalidNameException.class);
        assertThatThrownBy(() -> SharedFile.anonymous(name, 4096, 0600, "", file -> {}))
            .isInstanceOf(InvalidNameException.class);
      }
    }
  }
}
