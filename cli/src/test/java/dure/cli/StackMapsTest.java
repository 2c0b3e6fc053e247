// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The parser's jar is of Java 5, and starts quickly only with stack maps.
class StackMapsTest {
  private static final int JAVA_8 = 52;

  @TempDir private Path directory;

  private Path parser() throws Exception {
    URI jar = CommandLine.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    return Files.copy(Path.of(jar), directory.resolve("parser.jar"));
  }

  private static List<ClassModel> classes(Path jar) throws IOException {
    List<ClassModel> all = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(file.entries())) {
        if (entry.getName().endsWith(".class") && !entry.getName().contains("module-info")) {
          all.add(ClassFile.of().parse(file.getInputStream(entry).readAllBytes()));
        }
      }
    }
    return all;
  }

  @Test
  void each_class_gets_stack_maps_that_the_jvm_accepts() throws Exception {
    Path jar = parser();
    assertThat(classes(jar)).allMatch(old -> old.majorVersion() < JAVA_8);
    assertThat(StackMaps.update(jar)).isTrue();
    assertThat(classes(jar)).allMatch(updated -> updated.majorVersion() == JAVA_8);
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, platform)) {
      Class<?> parser = Class.forName(CommandLine.class.getName(), true, loader);
      assertThat(parser.getClassLoader()).isSameAs(loader);
      assertThat(parser.getDeclaredClasses()).hasSizeGreaterThan(20);
      for (Class<?> part : parser.getDeclaredClasses()) {
        assertThat(Class.forName(part.getName(), true, loader)).isSameAs(part);
      }
    }
  }

  @Test
  void a_jar_with_stack_maps_stays_as_it_is_and_the_same_jar_gives_the_same_bytes()
      throws Exception {
    Path jar = parser();
    assertThat(StackMaps.update(jar)).isTrue();
    byte[] updated = Files.readAllBytes(jar);
    assertThat(StackMaps.update(jar)).isFalse();
    assertThat(jar).hasBinaryContent(updated);
    Files.delete(jar);
    assertThat(StackMaps.update(parser())).isTrue();
    assertThat(jar).hasBinaryContent(updated);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(jar);
    }
  }
}
