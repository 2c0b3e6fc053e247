// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a dead harness left is removed, and nothing else.
class LeftoversTest {
  @TempDir Path directory;

  /// Makes files as a harness does, sweeps when it is told to, and lives on.
  static final class HarnessRole {
    public static void main(String[] directory) throws IOException {
      Leftovers leftovers = new Leftovers(Path.of(directory[0]));
      String name = leftovers.newName();
      Files.createFile(Path.of(directory[0], name + ".there"));
      Files.createFile(Path.of(directory[0], "dure." + name + ".back"));
      System.out.println("made " + name);
      if (System.in.read() >= 0) {
        leftovers.sweep();
        System.out.println("swept");
      }
    }
  }

  private Child harness() {
    return Child.java(HarnessRole.class, directory.toString());
  }

  @Test
  void only_what_a_dead_harness_left_is_removed() throws IOException {
    try (Child living = harness();
        Child dead = harness()) {
      String name = living.await("made");
      dead.await("made");
      dead.kill();
      Files.createFile(directory.resolve("dure.orders"));
      living.tell("sweep");
      living.await("swept");
      assertThat(directory.toFile().list())
          .containsExactlyInAnyOrder(
              "dure.orders",
              name + ".there",
              "dure." + name + ".back",
              "." + name.replaceFirst("-1$", ".lock"));
    }
  }
}
