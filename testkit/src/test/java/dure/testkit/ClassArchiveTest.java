// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// A child JVM loads its classes from the AOT cache.
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
}
