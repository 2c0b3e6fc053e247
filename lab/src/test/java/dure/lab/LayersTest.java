// SPDX-License-Identifier: Apache-2.0
package dure.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.CompiledClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The house of the lab: which package may use which of ours.
class LayersTest {
  private static final Map<String, Set<String>> MAY_USE =
      Map.of(
          "dure.lab.kernel", Set.of(),
          "dure.lab.scenario", Set.of("dure"),
          "dure.lab.role",
              Set.of(
                  "dure",
                  "dure.direct",
                  "dure.memory",
                  "dure.pipe",
                  "dure.socket",
                  "dure.stream",
                  "dure.sync",
                  "dure.lab.kernel",
                  "dure.lab.scenario"),
          "dure.lab.run",
              Set.of(
                  "dure",
                  "dure.direct",
                  "dure.inspect",
                  "dure.pipe",
                  "dure.lab.kernel",
                  "dure.lab.role",
                  "dure.lab.scenario"),
          "dure.lab.http", Set.of("dure", "dure.lab.run", "dure.lab.scenario"),
          "dure.lab", Set.of("dure", "dure.lab.http", "dure.lab.role"));

  @Test
  void packages_use_only_what_lies_below_them() throws IOException {
    CompiledClasses classes = CompiledClasses.of(Lab.class);
    assertThat(classes.packages()).isEqualTo(MAY_USE.keySet());
    assertThat(classes.forbiddenUses(MAY_USE)).isEmpty();
  }

  @Test
  void each_package_says_what_it_may_use() throws IOException {
    for (String name : MAY_USE.keySet()) {
      Path info = Path.of("src", "main", "java", name.replace('.', '/'), "package-info.java");
      assertThat(Files.readString(info)).as(info.toString()).contains("ay use", "Start at");
    }
  }

  @Test
  void files_stay_small() throws IOException {
    for (Path file : files(Path.of("src", "main", "resources"), ".js")) {
      if (!file.endsWith("uPlot.js")) {
        assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThan(500);
      }
    }
    for (Path file : files(Path.of("src"), ".java")) {
      assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThan(350);
    }
  }

  private static List<Path> files(Path root, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(suffix)).toList();
    }
  }
}
