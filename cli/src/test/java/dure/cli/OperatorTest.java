// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.cli.io.TextWidth;
import dure.testkit.Child;
import dure.testkit.TestNamespace;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an operator does with the messages of a mailbox, and sees of them, without a program.
class OperatorTest extends CommandTest {
  private final String other = TestNamespace.name("other");

  private void createOther(String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "create";
    arguments[1] = other;
    System.arraycopy(options, 0, arguments, 2, options.length);
    assertThat(dure(arguments).status()).isZero();
  }

  private void send(String... messages) {
    for (String message : messages) {
      assertThat(dure("send", name, message).status()).isZero();
    }
  }

  @Test
  void peek_leaves_messages_where_they_are() {
    create();
    send("one", "둘");
    assertThat(dure("peek", name).out()).matches("0  3 B  from \\d+  one\n1  3 B  from \\d+  둘\n");
    assertThat(dure("peek", name, "-n", "1", "--hex").out()).endsWith("  6f 6e 65\n");
    assertThat(dure("peek", name, "-n", "1", "--json").out()).startsWith("{\"text\":\"one\"");
    assertThat(dure("receive", name, "-n", "2").out()).isEqualTo("one\n둘\n");
  }

  @Test
  void move_keeps_numbers_and_stops_where_there_is_no_room() {
    create("--order", "number");
    createOther("--order", "number", "--capacity", "2");
    try {
      dure("send", name, "a", "--number", "7");
      dure("send", name, "b", "--number", "8");
      dure("send", name, "c", "--number", "9");
      Run run = dure("move", name, other);
      assertThat(run.out()).isEqualTo("2\n");
      assertThat(run.status()).isEqualTo(3);
      assertThat(dure("receive", other, "--number", "8").out()).isEqualTo("b\n");
      assertThat(dure("peek", name).out()).contains("number 9", "  c\n");
      assertThat(dure("move", name, name).status()).isEqualTo(2);
    } finally {
      Mailbox.delete(other);
    }
  }

  @Test
  void a_dead_letter_is_replayed_to_the_mailbox_that_names_its_grave() {
    createOther();
    try {
      create("--attempts", "1", "--dead-letters", other);
      send("job");
      assertThat(dure("receive", name, "--give-back").status()).isZero();
      assertThat(dure("receive", name, "--try").status()).isEqualTo(3);
      assertThat(dure("peek", other).out())
          .matches("0  3 B  from \\d+  dead in " + name + " after 1 attempts at [0-9T:-]+Z  job\n");
      assertThat(dure("replay", other).out()).isEqualTo("1\n");
      assertThat(dure("receive", name).out()).isEqualTo("job\n");
    } finally {
      Mailbox.delete(other);
    }
  }

  @Test
  void each_dead_letter_is_replayed_to_its_origin_and_says_so() {
    createOther();
    String second = name + "-second";
    try {
      create("--attempts", "1", "--dead-letters", other);
      dure("create", second, "--attempts", "1", "--dead-letters", other);
      for (String origin : List.of(name, second)) {
        dure("send", origin, "job of " + origin);
        assertThat(dure("receive", origin, "--give-back").status()).isZero();
        assertThat(dure("receive", origin, "--try").status()).isEqualTo(3);
      }
      Run seen = dure("receive", other, "--give-back", "--json");
      assertThat(JsonText.object(seen.out().strip()))
          .containsEntry("text", "job of " + name)
          .containsEntry("size", (long) ("job of " + name).length())
          .hasEntrySatisfying(
              "deadLetter",
              dead ->
                  assertThat(dead.toString())
                      .matches("\\{from=" + name + ", attempts=1, at=[0-9T:.-]+Z}"));
      assertThat(dure("replay", other).out()).isEqualTo("2\n");
      assertThat(dure("receive", name).out()).isEqualTo("job of " + name + "\n");
      assertThat(dure("receive", second).out()).isEqualTo("job of " + second + "\n");
    } finally {
      Mailbox.delete(other);
      Mailbox.delete(second);
    }
  }

  @Test
  void purge_says_how_many_there_were() {
    create();
    send("1", "2", "3");
    assertThat(dure("purge", name, "-n", "1").out()).isEqualTo("1\n");
    assertThat(dure("purge", name).out()).isEqualTo("2\n");
    assertThat(dure("receive", name, "--try").status()).isEqualTo(3);
  }

  @Test
  void ls_lists_what_fits_a_pattern() {
    create();
    assertThat(dure("ls", "cli-*", "--names").out().lines()).contains(name);
    assertThat(dure("ls", "*.none", "--names").out()).isEmpty();
    assertThat(dure("ls", "*.none").err()).contains("no mailbox '*.none'");
  }

  @Test
  void top_and_watch_write_lines_in_a_pipe() {
    create("--capacity", "3");
    send("a");
    List<String> table = dure("top", name, "--count", "1").out().lines().toList();
    assertThat(table.get(0)).startsWith("MAILBOX").endsWith("FINDING");
    assertThat(table.get(1)).startsWith(name).contains(" 1/3 ");
    assertThat(dure("watch", name, "--count", "1").out()).endsWith("  1 of 3 in 1 out 0\n");
    assertThat(dure("watch", name, "--json", "--count", "1").out())
        .contains("\"mailbox\":\"" + name + "\"", "\"in\":1,\"out\":0");
  }

  @Test
  void long_names_with_the_same_beginning_differ_in_top() {
    String beginning = name + "-" + "of-the-shop-at-the-corner-".repeat(2);
    List<String> names = List.of(beginning + "a", beginning + "b");
    try {
      names.forEach(each -> assertThat(dure("create", each).status()).isZero());
      List<String> rows =
          dure("top", beginning, "--count", "1")
              .out()
              .lines()
              .skip(1)
              .map(OperatorTest::first)
              .toList();
      assertThat(rows).hasSize(2).doesNotHaveDuplicates();
      assertThat(rows).allMatch(row -> row.startsWith(name.substring(0, 8)) && row.contains("…"));
    } finally {
      names.forEach(Mailbox::delete);
    }
  }

  private static String first(String row) {
    return row.substring(0, row.indexOf(' '));
  }

  @Test
  void tail_shows_what_passes_and_takes_nothing() {
    create();
    try (Child tail = process("tail", name, "-n", "2")) {
      tail.await("dure: following");
      send("first", "second");
      assertThat(tail.awaitSuccess()).anyMatch(line -> line.endsWith("  second"));
    }
    assertThat(dure("receive", name).out()).isEqualTo("first\n");
  }

  @Test
  void a_korean_letter_takes_two_columns() {
    assertThat(TextWidth.of("두레 ab")).isEqualTo(7);
    assertThat(TextWidth.left("두레", 6)).isEqualTo("두레  ");
    assertThat(TextWidth.cut("두레박", 5)).isEqualTo("두레…");
    assertThat(TextWidth.right("두레박", 4)).isEqualTo(" 두…");
  }
}
