// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import dure.testkit.OldKernel;
import dure.testkit.TestNamespace;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `dure doctor` tells the limits that hold, what it thinks of them, and what to do.
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
              line -> assertThat(line).startsWith(verdict(name, line)).contains(" " + value + " "));
    }
    assertThat(table).contains("/dev/shm", "free", "ulimit -n", "mqueue file system");
    for (String name : new String[] {"native access", "RemoveIPC", "memory.max", "pids.max"}) {
      assertThat(table.lines().filter(line -> line.contains(" " + name + " ")).toList())
          .as(name)
          .singleElement()
          .satisfies(line -> assertThat(line).matches("(ok|warning|wrong) .*"));
    }
  }

  /// A remedy stands where the value does not serve, and raises it; where it serves there is none.
  private static String verdict(String name, String line) {
    String remedy = "sysctl -w " + name + "=";
    if (!line.contains(remedy)) {
      return "ok ";
    }
    String value = told("cat", "/proc/sys/" + name.replace('.', '/'));
    BigInteger advised = new BigInteger(line.substring(line.indexOf(remedy) + remedy.length()));
    assertThat(advised).isGreaterThan(new BigInteger(value));
    return "warning ";
  }

  @Test
  void a_damaged_mailbox_is_wrong_and_says_why() throws Exception {
    create();
    Path file = TestNamespace.file("dure." + name);
    Files.write(file, new byte[100]);
    try {
      assertThat(dure("doctor").out())
          .containsPattern("wrong +a mailbox +" + name + " +damaged +.* dure rm " + name);
    } finally {
      assertThat(dure("rm", name).status()).isZero();
    }
    assertThat(dure("doctor").out()).doesNotContain(name);
  }

  @Test
  void what_the_kernel_has_is_used_and_what_it_refuses_is_missing(@TempDir Path directory) {
    assertThat(dure("doctor").out())
        .containsPattern("ok +kernel +several mailboxes +.*futex_waitv")
        .containsPattern("ok +kernel +membarrier +used ");
    Path launcher = OldKernel.without(directory, "futex_waitv", "membarrier");
    try (Child old =
        Child.javaUnder(List.of(launcher.toString()), List.of(), Dure.class, "doctor")) {
      assertThat(String.join("\n", old.awaitSuccess()))
          .containsPattern(
              "warning +kernel +several mailboxes +.*missing +use a kernel from 5\\.16")
          .containsPattern("warning +kernel +membarrier +missing .* seccomp");
    }
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
