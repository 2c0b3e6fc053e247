// SPDX-License-Identifier: Apache-2.0
package dure.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.testkit.Child;
import dure.testkit.JavaCommand;
import dure.testkit.TestNamespace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The life of a socket, in one program and in two.
class LifecycleTest {
  private static Child run(String... words) {
    List<String> command = new ArrayList<>(JavaCommand.jvm(Mailbox.class));
    command.add("Lifecycle");
    command.addAll(List.of(words));
    return Child.command(command.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unix:@lifecycle-PID", "tcp://127.0.0.1:0", "tcp://[::1]:0"})
  void each_step_shows_wherever_it_is(String where) {
    String address = where.replace("PID", TestNamespace.token());
    try (Child both = address.isEmpty() ? run() : run(address)) {
      List<String> lines = both.awaitSuccess();
      assertThat(lines)
          .containsSubsequence("server: socket", "server: bind")
          .containsSubsequence(
              "server: bind",
              "server: accept",
              "server: read 'Good day.'",
              "server: write",
              "server: close")
          .containsSubsequence(
              "client: socket",
              "client: connect",
              "client: write",
              "client: read 'And good day to you.'",
              "client: close");
      assertThat(lines).anyMatch(line -> line.startsWith("server: listen at "));
    }
  }

  @Test
  void two_programs_need_only_the_address() {
    try (Child server = run("tcp://127.0.0.1:0", "server")) {
      String address = server.await("server: listen at ");
      try (Child client = run("tcp://" + address, "client")) {
        assertThat(client.awaitSuccess()).contains("client: read 'And good day to you.'");
      }
      assertThat(server.awaitSuccess()).contains("server: read 'Good day.'", "server: close");
    }
  }
}
