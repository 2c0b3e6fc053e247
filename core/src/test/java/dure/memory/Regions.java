// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.NoSuchObjectException;
import dure.testkit.Child;
import dure.testkit.SystemVKeys;
import dure.testkit.TestNamespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// What the tests of regions share: names that are nobody else's, and their removal.
abstract class Regions {
  /// The kinds that are found by name.
  enum Named {
    POSIX,
    SYSTEM_V,
    FILE
  }

  private static int used;

  private final List<RegionBuilder> made = new ArrayList<>();

  @TempDir Path directory;

  final String posixName() {
    String name = "/" + TestNamespace.name("region");
    made.add(Region.posix(name));
    return name;
  }

  final int key() {
    int key = SystemVKeys.nextNumber();
    made.add(Region.systemV(key));
    return key;
  }

  /// How a partner is told of a new name.
  final String words(Named kind) {
    return switch (kind) {
      case POSIX -> "posix " + posixName();
      case SYSTEM_V -> "key " + key();
      case FILE -> "file " + directory.resolve("region" + used++);
    };
  }

  /// The same here.
  static RegionBuilder builder(String words) {
    String name = words.substring(words.indexOf(' ') + 1);
    return switch (words.substring(0, words.indexOf(' '))) {
      case "posix" -> Region.posix(name);
      case "key" -> Region.systemV(Integer.parseInt(name));
      default -> Region.file(Path.of(name));
    };
  }

  @AfterEach
  final void remove_all() {
    for (RegionBuilder each : made) {
      try {
        each.remove();
      } catch (NoSuchObjectException neverMadeOrGone) {
        // fine
      }
    }
  }

  /// What a partner answers.
  static String ask(Child partner, String words) {
    partner.tell(words);
    return partner.line();
  }
}
