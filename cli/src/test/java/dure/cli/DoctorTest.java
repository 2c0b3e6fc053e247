// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import org.junit.jupiter.api.Test;

/// `dure doctor` tells the limits that hold, and how to raise them.
class DoctorTest extends CommandTest {
  @Test
  void each_limit_is_what_the_system_says() {
    String table = dure("doctor").out();
    for (String name :
        new String[] {
          "kernel.msgmax", "kernel.msgmnb", "kernel.shmmax", "fs.pipe-max-size", "fs.mqueue.msg_max"
        }) {
      String value = told("cat", "/proc/sys/" + name.replace('.', '/'));
      assertThat(table.lines().filter(line -> line.contains(" " + name + " ")).findFirst())
          .hasValueSatisfying(
              line -> assertThat(line).contains(" " + value + " ", "sysctl -w " + name + "="));
    }
    assertThat(table).contains("/dev/shm", "free", "ulimit -n", "mqueue file system");
  }

  private static String told(String... command) {
    try (Child child = Child.command(command)) {
      return child.line().strip();
    }
  }

  @Test
  void a_limit_of_the_process_is_its_own() {
    try (Child shell = shell("ulimit -n 777; dure doctor --json")) {
      assertThat(shell.line()).contains("\"name\":\"ulimit -n\",\"value\":\"777\"");
      shell.awaitSuccess();
    }
  }
}
