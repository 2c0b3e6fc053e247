// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.cli.io.Streams;
import dure.testkit.TestNamespace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each exit code that one process alone can come to, and the line that goes with it.
class ExitCodesTest extends CommandTest {
  private static void assertFails(Run run, int status, String... said) {
    assertThat(run.err()).startsWith("dure: ").containsOnlyOnce("\n").endsWith("\n");
    assertThat(said).allSatisfy(words -> assertThat(run.err()).contains(words));
    assertThat(run.status()).as(run.err()).isEqualTo(status);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void done_is_0() {
    create();
    assertThat(dure("send", name, "hello").status()).isZero();
    Run received = dure("receive", name);
    assertThat(received.status()).isZero();
    assertThat(received.out()).isEqualTo("hello\n");
    assertThat(received.err()).isEmpty();
    assertThat(dure("rm", name).status()).isZero();
  }

  @Test
  void a_message_that_does_not_fit_is_1() {
    create("--message-size", "4");
    assertFails(dure("send", name, "hello"), 1, name, "up to 4");
    assertFails(dureReading("hello", "send", name), 1, name, "longer than the 4 bytes");
    assertThat(await(details -> true).counters().sent()).isZero();
  }

  @Test
  void a_line_that_does_not_fit_is_1_and_those_before_it_are_counted() {
    create("--message-size", "4");
    assertFails(
        dureReading("one\ntwo\nthree\nfour\n", "send", name, "--lines"),
        1,
        "line 3 is longer than the 4 bytes",
        "sent before that: 2");
    assertThat(dure("receive", name, "--count", "3", "--try").out()).isEqualTo("one\ntwo\n");
  }

  /// What happens when more is read than there is.
  private interface Mishap {
    void happen() throws IOException;
  }

  /// Sends two lines of an input in which something happens after them.
  private Run sendTwoLinesUntil(Mishap mishap) {
    InputStream lines = new ByteArrayInputStream("one\ntwo\n".getBytes(UTF_8));
    InputStream then =
        new InputStream() {
          @Override
          public int read() throws IOException {
            mishap.happen();
            return '\n';
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            into[offset] = (byte) read();
            return 1;
          }
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    InputStream in = new SequenceInputStream(lines, then);
    Streams streams = new Streams(in, out, new PrintStream(err, true, UTF_8));
    int status = Dure.run(streams, "send", name, "--lines");
    return new Run(status, out, err.toString(UTF_8));
  }

  @Test
  void whatever_ends_lines_early_says_how_many_were_sent() {
    create();
    Run unread =
        sendTwoLinesUntil(() -> {
          throw new IOException("the disk is on fire");
        });
    assertFails(unread, 1, "the disk is on fire; the lines sent before that: 2");
    Run deleted = sendTwoLinesUntil(() -> Mailbox.delete(name));
    assertFails(deleted, 7, name, "deleted", "; the lines sent before that: 2");
  }

  @Test
  void more_memory_than_there_is_is_1_and_names_the_remedy() {
    Run run = dure("create", name, "--capacity", "1048576", "--message-size", "1G");
    assertFails(run, 1, name, "needs 1.0 PiB", "mount -o remount,size=");
    assertFails(dure("stat", name), 4, name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--wrong",
        "wrong",
        "create",
        "create NAME extra",
        "create NAME --capacity 0",
        "create NAME --capacity many",
        "create NAME --capacity -1",
        "create NAME --message-size 0",
        "create NAME --message-size 2G",
        "create NAME --message-size 64k",
        "create NAME --message-size 99999999999999999G",
        "create NAME --receivers some",
        "create NAME --limit 5M",
        "create NAME --capacity 5 --limit 5M",
        "create NAME --order random",
        "create NAME --when-full explode",
        "create NAME --attempts 3",
        "create NAME --dead-letters broken",
        "create NAME --attempts 16 --dead-letters broken",
        "create NAME --attempts 3 --dead-letters ../broken",
        "create NAME --max-in-flight -1",
        "create NAME --capacity zero --order priority",
        "create NAME --capacity zero --when-full drop-oldest",
        "create NAME --owner me",
        "create NAME --mode 1777",
        "create NAME --mode rw",
        "create NAME --group no-such-group",
        "create NAME --patience 5",
        "create NAME --patience 2h",
        "create NAME --patience 999999999h",
        "create NAME --receivers pair --capacity 33 --message-size 1G",
        "create NAME --participants 0",
        "create NAME --timeout 1s",
        "create ../NAME",
        "create .NAME",
        "create nosuchtransport:NAME",
        "send",
        "send NAME text --lines",
        "send NAME --try --timeout 1s",
        "send NAME text --until read",
        "send NAME text --until acknowledged --try",
        "send NAME text --until received --try --number 1",
        "send NAME text --number 0",
        "send NAME text --priority high",
        "receive NAME --number 0",
        "receive NAME --number 1 --up-to 2",
        "receive NAME --number 1 --ack",
        "receive NAME --ack --give-back",
        "receive NAME --rank first",
        "receive NAME --timeout soon",
        "receive NAME --count 0",
        "receive NAME --count 2 --follow",
        "receive NAME --raw --json",
        "ls --wrong",
        "stat",
        "rm",
        "demo --senders 0",
        "demo --receivers 33",
        "demo --message-size 1",
      })
  void what_cannot_be_is_2(String line) {
    assertFails(dure(line.replace("NAME", name).split(" ")), 2);
    assertFails(dure("stat", name), 4);
  }

  @ParameterizedTest
  @CsvSource({
    "send NAME text --priority 1, no priorities",
    "send NAME text --number 1, no numbers",
    "receive NAME --number 1, no numbers",
    "receive NAME --up-to 1, no numbers",
    "receive NAME --rank 1, no ranks",
    "receive NAME --read-only, cannot be listened at read-only",
  })
  void what_the_mailbox_was_not_created_for_is_2(String line, String said) {
    create();
    assertFails(dure(line.replace("NAME", name).split(" ")), 2, name, said, "create it with");
  }

  @Test
  void usage_errors_say_where_help_is() {
    assertFails(dure("create", name, "--wrong"), 2, "--wrong", "'dure create --help'");
    assertFails(dure("wrong"), 2, "no command 'wrong'; 'dure --help' shows");
    assertFails(dure("sned"), 2, "no command 'sned'; did you mean 'send'?");
    assertFails(dure("help", "wrong"), 2, "no command 'wrong'");
    assertFails(dure("send", name, "--timout", "1s"), 2, "did you mean '--timeout'");
    assertFails(dure("send", name, "two", "of", "them"), 2, "no place for 'of them'", "in quotes;");
    assertFails(dure("stat", name, "more"), 2, "no place for 'more'; 'dure stat --help'");
  }

  @Test
  void what_is_no_file_with_contents_is_nothing_to_demonstrate(@TempDir Path directory)
      throws IOException {
    Path empty = Files.createFile(directory.resolve("empty"));
    assertFails(dure("demo", empty.toString()), 2, "is empty");
    assertFails(dure("demo", empty + "-missing"), 1, "there is no file", "-missing");
    assertFails(dure("demo", "/dev/null"), 2, "/dev/null is no ordinary file");
    assertFails(dure("demo", directory.toString()), 2, "is no ordinary file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "help", "--help", "--version", "send --help", "completion"})
  void output_that_cannot_be_written_is_1(String line) throws IOException {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (OutputStream full = new FileOutputStream("/dev/full")) {
      Streams streams =
          new Streams(InputStream.nullInputStream(), full, new PrintStream(err, true, UTF_8));
      assertThat(Dure.run(streams, arguments)).isEqualTo(1);
    }
    assertThat(err.toString(UTF_8)).startsWith("dure: ").contains("No space left");
  }

  @Test
  void an_empty_mailbox_is_3() {
    create();
    assertFails(dure("receive", name, "--try"), 3, name, "no message now");
    assertFails(dure("receive", name, "--timeout", "10ms"), 3, name, "no message within 10ms");
    dure("send", name, "one");
    Run fewer = dure("receive", name, "--count", "2", "--try");
    assertThat(fewer.status()).isEqualTo(3);
    assertThat(fewer.out()).isEqualTo("one\n");
  }

  @Test
  void a_full_mailbox_is_3() {
    create("--capacity", "1");
    dure("send", name, "one");
    assertFails(dure("send", name, "two", "--try"), 3, name, "no room now", "nothing was sent");
    assertFails(dure("send", name, "two", "--timeout", "10ms"), 3, "no room within 10ms");
    Run lines = dureReading("two\nthree\n", "send", name, "--lines", "--try");
    assertFails(lines, 3, "no room now", "sent before that: 0");
    assertThat(await(details -> true).depth()).isEqualTo(1);
  }

  @Test
  void the_third_at_a_pair_is_3() {
    create("--receivers", "pair");
    try (Mailbox one = Mailbox.open(name);
        Mailbox other = Mailbox.open(name)) {
      assertThat(one.trySend("hello")).isTrue();
      assertThat(other.tryReceive()).isNotNull();
      assertFails(dure("send", name, "hello"), 3, name, "no third");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"send NAME text", "receive NAME", "stat NAME", "rm NAME"})
  void no_such_mailbox_is_4(String line) {
    assertFails(dure(line.replace("NAME", name).split(" ")), 4, name);
  }

  @Test
  void a_name_that_is_taken_is_6() {
    create();
    assertFails(dure("create", name), 6, name, "exists");
    assertFails(dure("create", name, "--owner", "process"), 6, name, "exists");
    Run absent = dure("create", name, "--if-absent");
    assertThat(absent.status()).isZero();
    assertThat(absent.err() + absent.out()).isEmpty();
  }

  @Test
  void what_is_no_mailbox_is_8() throws IOException {
    Path file = TestNamespace.file("dure." + name);
    Files.write(file, new byte[8192]);
    assertFails(dure("send", name, "hello"), 8, name, "remove it");
    assertFails(dure("stat", name), 8, name);
    assertThat(dure("ls").out()).containsPattern("\n" + name + " .* damaged\n");
    assertThat(dure("rm", name).status()).isZero();
    assertThat(file).doesNotExist();
    create();
  }
}
