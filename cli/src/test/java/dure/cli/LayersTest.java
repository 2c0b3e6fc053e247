// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The house of the command: which package may use which of ours. Of the library it sees the public
/// words and nothing else.
class LayersTest {
  private static final Map<String, Set<String>> MAY_USE =
      Map.of(
          "dure.cli.options", Set.of("dure"),
          "dure.cli.doctor", Set.of("dure", "dure.cli.options"),
          "dure.cli.io",
              Set.of("dure", "dure.cli.doctor", "dure.cli.options", "dure.memory", "dure.sync"),
          "dure.cli.exit", Set.of("dure", "dure.cli.io"),
          "dure.cli.live", Set.of("dure", "dure.inspect", "dure.cli.io", "dure.cli.options"),
          "dure.cli.demo", Set.of("dure", "dure.cli.io", "dure.cli.options"),
          "dure.cli",
              Set.of(
                  "dure",
                  "dure.bridge",
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

  private static final Pattern OURS = Pattern.compile("\\bL?(dure(?:/[a-z]+)*)/[A-Z]");

  @Test
  void packages_use_only_what_lies_below_them() throws IOException {
    Set<String> upward = new TreeSet<>();
    Set<String> seen = new TreeSet<>();
    URL compiled = Dure.class.getProtectionDomain().getCodeSource().getLocation();
    for (Path file : files(Path.of(compiled.getPath(), "dure"), ".class")) {
      ClassModel model = ClassFile.of().parse(file);
      String name = model.thisClass().asInternalName().replace('/', '.');
      String from = name.substring(0, name.lastIndexOf('.'));
      seen.add(from);
      for (String to : packagesUsedBy(model)) {
        if (!to.equals(from) && !MAY_USE.getOrDefault(from, Set.of()).contains(to)) {
          upward.add(name + " uses " + to);
        }
      }
    }
    assertThat(seen).isEqualTo(new TreeSet<>(MAY_USE.keySet()));
    assertThat(upward).isEmpty();
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

  private static Set<String> packagesUsedBy(ClassModel model) {
    Set<String> used = new TreeSet<>();
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof Utf8Entry text) {
        Matcher matcher = OURS.matcher(text.stringValue());
        while (matcher.find()) {
          used.add(matcher.group(1).replace('/', '.'));
        }
      }
    }
    return used;
  }

  private static List<Path> files(Path root, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(suffix)).toList();
    }
  }
}
