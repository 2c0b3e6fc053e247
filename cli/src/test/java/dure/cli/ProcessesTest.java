// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command between processes: in terminals, in pipelines, and ended by signals.
class ProcessesTest extends CommandTest {
  @Test
  void two_terminals_exchange_lines() {
    create();
    try (Child receiver = process("receive", name, "--follow");
        Child sender = process("send", name, "--lines")) {
      for (String line : List.of("good morning", "두레", "")) {
        sender.tell(line);
        assertThat(receiver.line()).isEqualTo(line);
      }
      assertThat(await(details -> details.waitingToReceive() == 1).participants())
          .extracting("name")
          .containsExactlyInAnyOrder("dure receive", "dure send");
      sender.endInput();
      assertThat(sender.awaitSuccess()).isEmpty();
    }
  }

  @Test
  void pipelines_carry_data_on_stdout_and_nothing_else() {
    try (Child shell =
        shell(
            "set -e; dure create "
                + name
                + " --capacity 8; seq 1 100 | dure send "
                + name
                + " --lines & dure receive "
                + name
                + " --count 100 | { sum=0; while read n; do sum=$((sum + n)); done; echo $sum; };"
                + " wait; head -c 50000 /dev/urandom | tee >(sha256sum | cut -c1-64 >&2) | dure"
                + " send "
                + name
                + "; dure receive "
                + name
                + " --raw | sha256sum | cut -c1-64; dure rm "
                + name)) {
      List<String> lines = shell.awaitSuccess();
      assertThat(lines).hasSize(3).startsWith("5050");
      assertThat(lines.get(1)).hasSizeGreaterThanOrEqualTo(64).isEqualTo(lines.get(2));
    }
  }

  @Test
  void a_reader_that_has_gone_ends_it_quietly_and_loses_nothing(@TempDir Path directory) {
    create();
    dure("send", name, "precious");
    // The reader has closed its end before the receiver even starts.
    String script =
        String.format(
            "mkfifo %2$s; { read go < %2$s; dure receive %1$s; echo status $? >&2; }"
                + " | { exec 0<&-; echo go > %2$s; }",
            name, directory.resolve("gone"));
    try (Child shell = shell(script)) {
      assertThat(shell.awaitSuccess()).containsExactly("status 141");
    }
    assertThat(JsonText.object(dure("receive", name, "--json", "--try").out()))
        .containsEntry("text", "precious")
        .containsEntry("redelivered", 1L);
  }

  @Test
  void a_signal_ends_it_at_once_and_it_leaves() {
    create();
    for (String[] signal : new String[][] {{"INT", "130"}, {"TERM", "143"}}) {
      try (Child receiver = process("receive", name)) {
        await(details -> details.waitingToReceive() == 1);
        receiver.signal(signal[0]);
        assertThat(receiver.awaitEnd()).isEqualTo(Integer.parseInt(signal[1]));
        assertThat(receiver.rest()).isEmpty();
      }
      assertThat(await(details -> true).participants()).isEmpty();
      assertThat(await(details -> true).counters().repaired()).isZero();
    }
  }

  @Test
  void deleting_wakes_whoever_waits_with_7() {
    create("--capacity", "1");
    dure("send", name, "one");
    try (Child sender = process("send", name, "two")) {
      await(details -> details.waitingToSend() == 1);
      assertThat(dure("rm", name).status()).isZero();
      assertThat(sender.awaitEnd()).isEqualTo(7);
      assertThat(sender.rest()).singleElement().asString().contains(name, "deleted");
    }
  }
}
