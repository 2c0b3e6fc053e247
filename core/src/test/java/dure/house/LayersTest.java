// SPDX-License-Identifier: Apache-2.0
package dure.house;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.testkit.CompiledClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The house: which package may use which. This list is the only copy of the order, and the build
/// fails when the code leaves it.
class LayersTest {
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("dure"),
          entry("dure.codec", "dure"),
          entry("dure.concurrent", "dure"),
          entry(
              "dure.direct",
              "dure",
              "dure.file",
              "dure.handover",
              "dure.layout",
              "dure.linux",
              "dure.parking",
              "dure.raw"),
          entry("dure.service", "dure"),
          entry("dure.stream", "dure"),
          entry("dure.bridge", "dure", "dure.stream"),
          entry("dure.inspect", "dure", "dure.direct", "dure.linux", "dure.memory", "dure.sync"),
          entry("dure.linux", "dure"),
          entry("dure.layout", "dure"),
          entry("dure.raw"),
          entry("dure.parking", "dure.linux", "dure.raw"),
          entry("dure.file", "dure", "dure.layout", "dure.linux", "dure.raw"),
          entry("dure.liveness", "dure", "dure.file", "dure.layout", "dure.linux", "dure.raw"),
          entry("dure.handover", "dure", "dure.file", "dure.layout", "dure.linux", "dure.parking"),
          entry("dure.memory", "dure", "dure.handover", "dure.layout", "dure.linux", "dure.file"),
          entry("dure.gate", "dure", "dure.layout", "dure.linux", "dure.parking", "dure.raw"),
          entry("dure.carrier", "dure", "dure.linux"),
          entry("dure.mqueue", "dure", "dure.file", "dure.linux"),
          entry("dure.posix", "dure", "dure.carrier", "dure.linux", "dure.mqueue", "dure.parking"),
          entry(
              "dure.transport.posix",
              "dure",
              "dure.carrier",
              "dure.file",
              "dure.linux",
              "dure.mqueue",
              "dure.parking"),
          entry(
              "dure.transport.sysv",
              "dure",
              "dure.carrier",
              "dure.file",
              "dure.linux",
              "dure.parking"),
          entry("dure.pipe", "dure", "dure.carrier", "dure.file", "dure.linux", "dure.parking"),
          entry(
              "dure.transport.pipe",
              "dure",
              "dure.carrier",
              "dure.handover",
              "dure.file",
              "dure.layout",
              "dure.linux",
              "dure.parking"),
          entry(
              "dure.sync",
              "dure",
              "dure.file",
              "dure.gate",
              "dure.linux",
              "dure.liveness",
              "dure.parking",
              "dure.raw"),
          entry("dure.socket", "dure", "dure.file", "dure.linux", "dure.parking"),
          entry("dure.queue", "dure", "dure.layout", "dure.parking", "dure.raw", "dure.gate"),
          entry(
              "dure.transport.shm",
              "dure",
              "dure.codec",
              "dure.handover",
              "dure.layout",
              "dure.linux",
              "dure.liveness",
              "dure.file",
              "dure.inspect",
              "dure.parking",
              "dure.queue",
              "dure.raw",
              "dure.gate"),
          entry("dure.transport.socket", "dure", "dure.layout", "dure.linux", "dure.socket"));

  private static Map.Entry<String, Set<String>> entry(String from, String... mayUse) {
    return Map.entry(from, Set.of(mayUse));
  }

  @Test
  void packages_use_only_what_lies_below_them() throws IOException {
    CompiledClasses classes = classes();
    assertThat(classes.packages()).as("the list of packages").isEqualTo(MAY_USE.keySet());
    assertThat(classes.forbiddenUses(MAY_USE)).isEmpty();
  }

  @Test
  void the_list_has_no_cycle() {
    Set<String> settled = new TreeSet<>();
    while (settled.size() < MAY_USE.size()) {
      List<String> next =
          MAY_USE.keySet().stream()
              .filter(p -> !settled.contains(p) && settled.containsAll(MAY_USE.get(p)))
              .toList();
      assertThat(next).as("packages that need only settled ones, after %s", settled).isNotEmpty();
      settled.addAll(next);
    }
  }

  @Test
  void each_package_says_what_it_may_use() throws IOException {
    for (Map.Entry<String, Set<String>> entry : MAY_USE.entrySet()) {
      Path info = sources().resolve(entry.getKey().replace('.', '/')).resolve("package-info.java");
      String text = Files.readString(info);
      assertThat(text).as(info.toString()).contains("ay use");
      if (entry.getKey().startsWith("dure.transport")) {
        continue; // "everything below"
      }
      for (String allowed : entry.getValue()) {
        assertThat(text).as(info.toString()).contains("`" + allowed + "`");
      }
    }
  }

  @Test
  void only_one_package_calls_the_kernel() throws IOException {
    CompiledClasses classes = classes();
    assertThat(classes.usersOf("java/lang/foreign/Linker")).containsOnly("dure.linux");
    assertThat(classes.usersOf("java/lang/foreign/SymbolLookup")).isSubsetOf("dure.linux");
    assertThat(classes.callersOf("reinterpret")).containsOnly("dure.linux", "dure.raw");
  }

  @Test
  void nothing_uses_unsafe_or_hides_behaviour_in_properties() throws IOException {
    CompiledClasses classes = classes();
    assertThat(classes.usersOf("sun/misc/Unsafe")).isEmpty();
    assertThat(classes.usersOf("jdk/internal/misc/Unsafe")).isEmpty();
    assertThat(classes.callersOf("getProperty"))
        .as("only os.arch, the namespace and the page size are read")
        .containsOnly("dure", "dure.linux");
    assertThat(classes.callersOf("getenv")).as("only the namespace is read").containsOnly("dure");
  }

  @Test
  void files_and_methods_stay_small() throws IOException {
    try (Stream<Path> files = Files.walk(sources())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        assertThat(Files.readAllLines(file)).as(file + " has lines").hasSizeLessThan(500);
      }
    }
  }

  private static CompiledClasses classes() throws IOException {
    CompiledClasses classes = CompiledClasses.of(Mailbox.class);
    assertThat(classes.count()).isGreaterThan(30);
    return classes;
  }

  private static Path sources() {
    return Path.of("src", "main", "java");
  }
}
