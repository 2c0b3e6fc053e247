// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import static org.assertj.core.api.Assertions.assertThat;

import dure.file.SharedFile;
import dure.testkit.Child;
import dure.testkit.OldKernel;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The watch under bad conditions, in JVMs of their own.
class FutexPollerTest {
  private final String name = TestNamespace.name("test");

  @TempDir private Path directory;

  @Test
  void sleepers_hold_no_carrier() {
    try (Child child =
        Child.java(
            List.of(
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1"),
            ManySleepers.class,
            "200")) {
      assertThat(child.await("asleep:")).isEqualTo("200");
      assertThat(child.await("another:")).isEqualTo("runs");
      assertThat(child.await("woken:")).isEqualTo("200");
      child.awaitSuccess();
    }
  }

  @Test
  void a_kernel_that_cannot_wait_for_several_words_is_made_do_with() {
    Path launcher = OldKernel.without(directory, "futex_waitv");
    try (Child child =
        Child.javaUnder(List.of(launcher.toString()), List.of(), ManySleepers.class, "500")) {
      assertThat(child.await("asleep:")).isEqualTo("200");
      assertThat(child.await("woken:")).isEqualTo("200");
      child.awaitSuccess();
    }
  }

  @Test
  void threads_of_each_kind_sleep_on_as_many_words_as_there_can_be() {
    try (Child child = Child.java(SleepersOnSeveral.class)) {
      assertSleptAndWoken(child);
    }
  }

  @Test
  void on_a_kernel_that_cannot_wait_for_several_words_they_are_woken_too() {
    Path launcher = OldKernel.without(directory, "futex_waitv");
    try (Child child =
        Child.javaUnder(List.of(launcher.toString()), List.of(), SleepersOnSeveral.class)) {
      assertSleptAndWoken(child);
    }
  }

  private static void assertSleptAndWoken(Child child) {
    for (String kind : List.of("platform", "virtual")) {
      assertThat(child.await("woken:")).isEqualTo(kind);
    }
    child.awaitSuccess();
  }

  @Test
  void a_file_cut_under_one_sleeper_does_not_cost_the_others_their_wake() throws IOException {
    SharedFile.create(name, 4096, 0600, "", file -> {}).close();
    try (Child child = Child.java(SleeperOnCutFile.class, name)) {
      child.await("asleep");
      try (RandomAccessFile file =
          new RandomAccessFile(TestNamespace.file("dure." + name).toFile(), "rw")) {
        file.setLength(0);
      }
      child.tell("look");
      assertThat(child.await("other:")).isEqualTo("woken");
      assertThat(child.await("one on the cut file:")).isEqualTo("woken");
      child.awaitSuccess();
    } finally {
      try (SharedFile file = SharedFile.open(name, true)) {
        file.unlink();
      }
    }
  }
}
