// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A child JVM loads its classes from the AOT cache, and old caches go.
class ClassArchiveTest {
  static final class Role {
    public static void main(String[] arguments) {
      System.out.println("played");
    }
  }

  @Test
  void the_class_of_a_role_comes_from_the_cache() {
    try (Child child = Child.java(List.of("-Xlog:class+load"), Role.class)) {
      List<String> printed = child.awaitSuccess();
      assertThat(printed).contains("played");
      assertThat(printed)
          .anyMatch(line -> line.contains(Role.class.getName()) && line.contains("shared objects"));
    }
  }

  @Test
  void the_archives_that_were_used_last_are_kept(@TempDir Path directory) throws IOException {
    for (int use = 1; use <= 4; use++) {
      Path done = Files.createDirectory(directory.resolve("used-" + use)).resolve("done");
      Files.createFile(done);
      Files.setLastModifiedTime(done, FileTime.fromMillis(use * 1000L));
    }
    Files.createFile(Files.createDirectory(directory.resolve("unfinished")).resolve("0.jar"));
    Files.createFile(directory.resolve("lock"));
    ClassArchive.keepLastUsed(directory, 2);
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("lock", "used-3", "used-4");
  }
}
