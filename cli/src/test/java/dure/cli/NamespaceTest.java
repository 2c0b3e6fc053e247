// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `dure --namespace DIR` is the command in a namespace of its own.
class NamespaceTest extends CommandTest {
  @TempDir Path directory;

  private String printed(String script) {
    try (Child shell = shell(script)) {
      return String.join("\n", shell.awaitSuccess());
    }
  }

  @Test
  void the_command_is_in_the_namespace_that_its_option_or_the_variable_names() {
    String there = "--namespace " + directory;
    String script =
        "dure " + there + " create " + name + "; dure " + there + " send " + name + " hello; ";
    assertThat(printed(script + "dure --namespace=" + directory + " ls"))
        .containsPattern("(?m)^" + name + " +1/");
    assertThat(Files.exists(directory.resolve("dure." + name))).isTrue();
    assertThat(dure("ls").out()).doesNotContain(name);
    assertThat(printed("DURE_NAMESPACE=" + directory + " dure receive " + name)).endsWith("hello");
  }

  @Test
  void the_doctor_tells_the_namespace_in_force() {
    assertThat(printed("dure --namespace " + directory + " doctor --json"))
        .contains("\"name\":\"namespace\",\"value\":\"" + directory + "\"")
        .contains("\"name\":\"" + directory + "\"");
    assertThat(dure("doctor").out()).containsPattern("mailboxes +namespace +/");
  }

  @Test
  void a_bad_namespace_is_a_mistake_in_the_command_line() {
    try (Child child = process("--namespace", "relative", "ls")) {
      assertThat(child.awaitEnd()).isEqualTo(2);
      assertThat(child.rest())
          .singleElement()
          .asString()
          .startsWith("dure: namespace 'relative': the system property dure.namespace is a")
          .contains("absolute path");
    }
    assertThat(dure("--help").out()).contains("--namespace", "DURE_NAMESPACE");
  }
}
