// SPDX-License-Identifier: Apache-2.0
package dure.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.NoSuchMailboxException;
import dure.testkit.Child;
import dure.testkit.JavaCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The program in the README is the example, and it does what the README says.
class HelloTest {
  // LECTURE: 5.1

  @AfterEach
  void delete() {
    try {
      Mailbox.delete("hello");
    } catch (NoSuchMailboxException neverCreated) {
      // fine
    }
  }

  /// Runs the source file as a reader would.
  private static Child hello(String... words) {
    List<String> command = new ArrayList<>(JavaCommand.jvm());
    command.addAll(List.of("-cp", JavaCommand.classPath(Mailbox.class), "Hello.java"));
    command.addAll(List.of(words));
    return Child.command(command.toArray(String[]::new));
  }

  @Test
  void two_processes_say_hello() {
    try (Child receiver = hello();
        Child sender = hello("안녕,", "neighbour")) {
      sender.awaitSuccess();
      assertThat(receiver.line()).isEqualTo("안녕, neighbour");
      receiver.awaitSuccess();
    }
  }

  @Test
  void the_readme_shows_this_very_program() throws Exception {
    String program =
        Files.readAllLines(Path.of("Hello.java")).stream()
            .filter(line -> !line.startsWith("// SPDX"))
            .collect(Collectors.joining("\n"))
            .strip();
    assertThat(Files.readString(Path.of("..", "README.md"))).contains(program);
  }
}
