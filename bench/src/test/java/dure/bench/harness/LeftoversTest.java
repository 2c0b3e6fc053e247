// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  @TempDir Path directory;

  @Test
  void only_what_a_dead_harness_left_is_removed() throws IOException {
    long dead = deadProcess();
    file("dure-bench-" + dead + "-1.there");
    file("dure.dure-bench-" + dead + "-1.back");
    Path ours = file("dure-bench-" + ProcessHandle.current().pid() + "-1.there");
    Path anothers = file("dure.orders");

    Leftovers.sweep(directory);

    assertThat(directory)
        .isDirectoryContaining(ours::equals)
        .isDirectoryContaining(anothers::equals);
    assertThat(directory.toFile().list()).hasSize(2);
  }

  private static long deadProcess() {
    try (Child child = Child.command("true")) {
      child.awaitSuccess();
      return child.pid();
    }
  }

  private Path file(String name) throws IOException {
    return Files.createFile(directory.resolve(name));
  }
}
