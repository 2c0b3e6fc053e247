// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a harness that was killed could not remove itself, found by the process number in its name.
final class Leftovers {
  /// What the names of all places begin with; the number of the harness's process follows.
  static final String PREFIX = "dure-bench-";

  private static final Pattern NAME = Pattern.compile("(?:dure\\.)?" + PREFIX + "(\\d+)-.*");

  private Leftovers() {}

  /// Removes them.
  static void sweep(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> left = files.filter(Leftovers::isLeft).toList();
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static boolean isLeft(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
  }
}
