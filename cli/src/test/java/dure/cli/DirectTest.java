// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dure.direct.Port;
import dure.testkit.Child;
import dure.testkit.Eventually;
import org.junit.jupiter.api.Test;

/// Processes by name and ports by number, from the terminal.
class DirectTest extends CommandTest {
  /// A process that has its name.
  private static Child named(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "direct";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Child named = process(command);
    Eventually.holds(() -> dure("direct", "--list").out().contains(arguments[0] + "\n"));
    return named;
  }

  @Test
  void two_terminals_talk() {
    // LECTURE: 5.2
    String p = "P" + name;
    String q = "Q" + name;
    try (Child one = named(p);
        Child other = named(q)) {
      one.tell(q + " hello");
      assertThat(other.line()).isEqualTo(p + ": hello");
      other.tell(p + " good morning");
      assertThat(one.line()).isEqualTo(q + ": good morning");
      assertThat(dure("direct", "--list").out()).contains(p + " - " + q + "\n");
      one.tell("nobody" + name + " hello");
      assertThat(one.line()).contains("no process is called");
      Run taken = dure("direct", p);
      assertThat(taken.status()).isEqualTo(6);
      assertThat(taken.err()).contains("another process is called '" + p + "'");
      one.endInput();
      assertThat(one.awaitEnd()).isEqualTo(4);
      other.endInput();
      assertThat(other.awaitEnd()).isZero();
    }
  }

  @Test
  void who_waits_for_one_leaves_the_others_waiting() {
    String q = "Q" + name;
    try (Child sender = named("P" + name);
        Child other = named("R" + name);
        Child waits = named(q, "--from", "P" + name, "--count", "1")) {
      other.tell(q + " not me");
      sender.tell(q + " me");
      assertThat(waits.line()).isEqualTo("P" + name + ": me");
      assertThat(waits.awaitEnd()).isZero();
    }
  }

  @Test
  void a_port_serves_until_it_ends() {
    // LECTURE: 5.4
    try (Child service = process("port", "--count", "2")) {
      int number = Integer.parseInt(service.await("dure: port"));
      assertThat(dure("port", "--list").out().lines()).contains("" + number);
      Run second = dure("port", "" + number);
      assertThat(second.status()).isEqualTo(6);
      assertThat(second.err()).contains("port " + number + " is taken");
      dure("send", "port." + number, "one");
      dure("send", "port." + number, "two");
      assertThat(service.line()).isEqualTo("one");
      assertThat(service.line()).isEqualTo("two");
      assertThat(service.awaitEnd()).isZero();
      assertThat(Port.taken()).doesNotContain(Port.of(number));
    }
    assertThat(dure("port", "x").status()).isEqualTo(2);
    assertThat(dure("port", "70000").status()).isEqualTo(2);
    assertThat(dure("direct").status()).isEqualTo(2);
  }
}
