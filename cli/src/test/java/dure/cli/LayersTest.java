// SPDX-License-Identifier: Apache-2.0
package dure.cli;

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

/// The house of the command: which package may use which of ours. Of the library it sees the public
/// words and nothing else.
class LayersTest {
  private static final Map<String, Set<String>> MAY_USE =
      Map.of(
          "dure.cli.options", Set.of("dure"),
          "dure.cli.doctor", Set.of("dure", "dure.inspect", "dure.cli.options"),
          "dure.cli.io",
              Set.of(
                  "dure",
                  "dure.codec",
                  "dure.cli.doctor",
                  "dure.cli.options",
                  "dure.memory",
                  "dure.sync"),
          "dure.cli.exit", Set.of("dure", "dure.cli.io"),
          "dure.cli.live", Set.of("dure", "dure.inspect", "dure.cli.io", "dure.cli.options"),
          "dure.cli.demo", Set.of("dure", "dure.cli.io", "dure.cli.options"),
          "dure.cli",
              Set.of(
                  "dure",
                  "dure.bridge",
                  "dure.codec",
                  "dure.direct",
                  "dure.inspect",
                  "dure.memory",
                  "dure.posix",
                  "dure.stream",
                  "dure.sync",
                  "dure.cli.demo",
                  "dure.cli.doctor",
                  "dure.cli.exit",
                  "dure.cli.io",
                  "dure.cli.live",
                  "dure.cli.options"));

  @Test
  void packages_use_only_what_lies_below_them() throws IOException {
    CompiledClasses classes = CompiledClasses.of(Dure.class);
    assertThat(classes.packages())
        .filteredOn(name -> !name.equals("picocli")) // compiled here from its sources
        .containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
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
