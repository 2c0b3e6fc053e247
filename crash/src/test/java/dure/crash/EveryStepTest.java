// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dure.raw.Steps;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each step that has a number has a place in the code, an entry in `docs/recovery.md`, and a test
/// that kills a process there.
class EveryStepTest {
  @Test
  void every_step_is_reached_documented_and_killed() throws Exception {
    String tests = text(Path.of("src", "test", "java"));
    String product = text(Path.of("..", "core", "src", "main", "java"));
    String document = Files.readString(Path.of("..", "docs", "recovery.md"));
    for (Field step : Steps.class.getFields()) {
      String name = step.getName();
      assertThat(tests).as("a test that kills at " + name).contains("Steps." + name);
      assertThat(product)
          .as("a place in the code for " + name)
          .contains("Step.reached(Steps." + name + ")");
      assertThat(document)
          .as("docs/recovery.md")
          .contains("| " + step.getInt(null) + " | `" + name + "` |");
    }
  }

  private static String text(Path directory) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }
}
