// SPDX-License-Identifier: Apache-2.0
package dure.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each place where one thread's writes become another's to see is marked at both ends with the
/// same label, and explained in `docs/concurrency.md`.
class SyncPointsTest {
  private static final Pattern LABEL = Pattern.compile("SYNC: ([a-z-]+)");

  @Test
  void every_label_stands_at_both_ends_and_in_the_document() throws IOException {
    Map<String, Integer> labels = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        Matcher matcher = LABEL.matcher(Files.readString(file));
        while (matcher.find()) {
          labels.merge(matcher.group(1), 1, Integer::sum);
        }
      }
    }
    assertThat(labels).isNotEmpty();
    String document = Files.readString(Path.of("..", "docs", "concurrency.md"));
    labels.forEach((label, count) -> {
      assertThat(count).as("places marked " + label).isGreaterThanOrEqualTo(2);
      assertThat(document).contains("`" + label + "`");
    });
    Matcher documented =
        Pattern.compile("^\\| `([a-z]+-[a-z-]+)` \\|", Pattern.MULTILINE).matcher(document);
    while (documented.find()) {
      assertThat(labels).containsKey(documented.group(1));
    }
  }
}
