// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// User and group names, as `/etc/passwd` and `/etc/group` have them.
public final class Names {
  private Names() {}

  /// The name of a user, or its number in digits.
  public static String user(int uid) {
    return name("/etc/passwd", uid);
  }

  /// The name of a group, or its number in digits.
  public static String group(int gid) {
    return name("/etc/group", gid);
  }

  /// The number of a group given by name or in digits; empty if there is none of that name.
  public static OptionalInt groupNumber(String group) {
    if (group.chars().allMatch(Character::isDigit) && !group.isEmpty()) {
      return OptionalInt.of(Integer.parseUnsignedInt(group));
    }
    return entries("/etc/group").stream()
        .filter(entry -> entry[0].equals(group))
        .mapToInt(entry -> Integer.parseUnsignedInt(entry[2]))
        .findFirst();
  }

  private static String name(String file, int number) {
    String digits = Integer.toUnsignedString(number);
    return entries(file).stream()
        .filter(entry -> entry[2].equals(digits))
        .map(entry -> entry[0])
        .findFirst()
        .orElse(digits);
  }

  private static List<String[]> entries(String file) {
    try {
      return java.nio.file.Files.readAllLines(Path.of(file)).stream()
          .map(line -> line.split(":", -1))
          .filter(entry -> entry.length > 2)
          .toList();
    } catch (IOException none) {
      return List.of();
    }
  }
}
