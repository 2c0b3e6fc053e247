// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// User and group names, as `/etc/passwd` and `/etc/group` have them. Names that only a directory
/// service knows are not found; their numbers always work.
public final class Names {
  private static final Path USERS = Path.of("/etc/passwd");
  private static final Path GROUPS = Path.of("/etc/group");

  /// The largest number: the one after it means "leave as it is" to the kernel.
  private static final long LARGEST = 0xFFFF_FFFEL;

  /// The name of a number, as the file had it when it was last changed.
  private record Answer(int number, String name, FileTime changed) {}

  private static volatile @Nullable Answer lastGroup;

  private Names() {}

  /// The name of a user, or its number in digits.
  public static String user(int uid) {
    return name(USERS, uid);
  }

  /// The name of a group, or its number in digits. Asked at each opening of a mailbox, so the last
  /// answer is kept until the file changes.
  public static String group(int gid) {
    FileTime changed = changed(GROUPS);
    Answer last = lastGroup;
    if (last != null && last.number == gid && last.changed.equals(changed)) {
      return last.name;
    }
    String name = name(GROUPS, gid);
    lastGroup = new Answer(gid, name, changed);
    return name;
  }

  private static FileTime changed(Path file) {
    try {
      return java.nio.file.Files.getLastModifiedTime(file);
    } catch (IOException none) {
      return FileTime.fromMillis(0);
    }
  }

  /// The number of a group given by name or, if there is none of that name, in digits; empty if
  /// there is no such group.
  public static OptionalInt groupNumber(String group) {
    return number(GROUPS, group);
  }

  static OptionalInt number(Path file, String name) {
    OptionalInt named =
        entries(file).stream()
            .filter(entry -> entry[0].equals(name))
            .map(entry -> number(entry[2]))
            .flatMapToInt(OptionalInt::stream)
            .findFirst();
    return named.isPresent() ? named : number(name);
  }

  private static OptionalInt number(String digits) {
    boolean plain = digits.matches("[0-9]{1,10}") && Long.parseLong(digits) <= LARGEST;
    return plain ? OptionalInt.of(Integer.parseUnsignedInt(digits)) : OptionalInt.empty();
  }

  static String name(Path file, int number) {
    String digits = Integer.toUnsignedString(number);
    return entries(file).stream()
        .filter(entry -> entry[2].equals(digits))
        .map(entry -> entry[0])
        .findFirst()
        .orElse(digits);
  }

  private static List<String[]> entries(Path file) {
    try {
      // Not decoded strictly: a full name in an old encoding must not hide all the others.
      byte[] bytes = java.nio.file.Files.readAllBytes(file);
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(":", -1))
          .filter(entry -> entry.length > 2)
          .toList();
    } catch (IOException none) {
      return List.of();
    }
  }
}
