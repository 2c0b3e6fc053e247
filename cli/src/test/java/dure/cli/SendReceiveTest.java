// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.cli.io.Streams;
import dure.testkit.Child;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes in comes out, in every form that `send` and `receive` know.
class SendReceiveTest extends CommandTest {
  @Test
  void text_of_any_script_and_lines_of_it() {
    create();
    dure("send", name, "두레 — один, 二");
    assertThat(dureReading("one\n\nthree", "send", name, "--lines").status()).isZero();
    assertThat(dure("receive", name, "--count", "4").out())
        .isEqualTo("두레 — один, 二\none\n\nthree\n");
  }

  @Test
  void an_empty_message_is_a_message() {
    // LECTURE: 10
    create();
    assertThat(dure("send", name, "").status()).isZero();
    assertThat(dureReading(new byte[0], "send", name).status()).isZero();
    assertThat(dureReading(new byte[0], "send", name, "--lines").status()).isZero();
    assertThat(dure("receive", name, "--count", "3", "--try").out()).isEqualTo("\n\n");
  }

  @Test
  void a_large_binary_message_byte_by_byte() {
    create("--message-size", "3M", "--capacity", "1", "--receivers", "pair");
    byte[] bytes = new byte[3 << 20];
    new Random(1).nextBytes(bytes);
    assertThat(dureReading(bytes, "send", name).status()).isZero();
    Run received = dure("receive", name, "--raw");
    assertThat(received.status()).isZero();
    assertThat(received.bytes()).isEqualTo(bytes);
  }

  @Test
  void a_message_of_any_length_through_a_mailbox_of_short_ones(@TempDir Path directory)
      throws Exception {
    // LECTURE: 8.1
    create("--message-size", "1K", "--capacity", "1");
    byte[] bytes = new byte[5 << 20];
    new Random(1).nextBytes(bytes);
    Path copy = directory.resolve("copy");
    try (Child receiver = shell("dure receive " + name + " --raw > " + copy)) {
      assertThat(dureReading(bytes, "send", name).status()).isZero();
      receiver.awaitSuccess();
    }
    assertThat(Files.readAllBytes(copy)).isEqualTo(bytes);
    Run limited = dureReading(bytes, "send", name, "--timeout", "1s");
    assertThat(limited.status()).isEqualTo(1);
    assertThat(limited.err()).contains("waits for its receiver");
  }

  @Test
  void json_says_who_sent_what() {
    create();
    dure("send", name, "a \"quoted\"\nline");
    dureReading(new byte[] {(byte) 0xFF, 0}, "send", name);
    String[] lines = dure("receive", name, "--json", "--count", "2").out().split("\n");
    assertThat(lines).hasSize(2);
    Map<String, Object> text = JsonText.object(lines[0]);
    assertThat(text)
        .containsEntry("text", "a \"quoted\"\nline")
        .containsEntry("size", 15L)
        .containsEntry("position", 0L)
        .containsEntry("number", 0L)
        .containsEntry("priority", 0L)
        .containsEntry("redelivered", 0L)
        .containsKey("sender");
    Map<String, Object> binary = JsonText.object(lines[1]);
    assertThat(binary)
        .containsEntry("base64", Base64.getEncoder().encodeToString(new byte[] {-1, 0}))
        .containsEntry("position", 1L)
        .doesNotContainKey("text");
    assertThat((Long) binary.get("sender")).isGreaterThan((Long) text.get("sender"));
  }

  @Test
  void a_message_that_could_not_be_written_stays_in_the_mailbox() {
    create();
    dure("send", name, "precious");
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("no space left on device");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams = streams(new byte[0], broken, err);
    assertThat(Dure.run(streams, "receive", name)).isEqualTo(1);
    assertThat(err.toString(UTF_8)).isEqualTo("dure: no space left on device\n");
    assertThat(JsonText.object(dure("receive", name, "--json").out()))
        .containsEntry("text", "precious")
        .containsEntry("redelivered", 1L);
  }

  @Test
  void each_message_is_out_before_the_next_is_waited_for() throws Exception {
    create();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Streams streams = streams(new byte[0], out, OutputStream.nullOutputStream());
    Thread receiver =
        Thread.ofPlatform().start(() -> Dure.run(streams, "receive", name, "--follow"));
    await(details -> details.waitingToReceive() == 1);
    for (String message : new String[] {"one", "two"}) {
      dure("send", name, message);
      await(details -> details.depth() == 0 && details.waitingToReceive() == 1);
      assertThat(out.toString(UTF_8)).endsWith(message + "\n");
    }
    Mailbox.delete(name);
    receiver.join();
    assertThat(out.toString(UTF_8)).isEqualTo("one\ntwo\n");
  }
}
