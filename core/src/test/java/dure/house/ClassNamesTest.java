// SPDX-License-Identifier: Apache-2.0
package dure.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A simple class name means one class in the whole project, so that a reader, a stack trace and a
/// search agree about it.
class ClassNamesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void no_two_packages_share_a_class_name() throws IOException {
    Map<String, List<Path>> files = sourcesByName();
    assertThat(files).hasSizeGreaterThan(300);
    assertThat(shared(files)).as("files of the same class name").isEmpty();
  }

  @Test
  void a_shared_name_is_found() {
    Path one = Path.of("a/Role.java");
    Path other = Path.of("b/Role.java");
    assertThat(shared(Map.of("Role", List.of(one, other), "Box", List.of(one))))
        .containsExactly(List.of(one, other));
  }

  private static Collection<List<Path>> shared(Map<String, List<Path>> files) {
    return files.values().stream().filter(same -> same.size() > 1).toList();
  }

  private static Map<String, List<Path>> sourcesByName() throws IOException {
    Map<String, List<Path>> found = new TreeMap<>();
    for (Path main : mainDirectories()) {
      try (Stream<Path> files = Files.walk(main)) {
        for (Path file : files.filter(ClassNamesTest::isClass).sorted().toList()) {
          found
              .computeIfAbsent(file.getFileName().toString(), _ -> new ArrayList<>())
              .add(ROOT.relativize(file));
        }
      }
    }
    return found;
  }

  private static List<Path> mainDirectories() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve("src/main/java"))
          .filter(Files::isDirectory)
          .toList();
    }
  }

  private static boolean isClass(Path file) {
    return file.toString().endsWith(".java")
        && !file.endsWith("package-info.java")
        && !file.endsWith("module-info.java");
  }
}
