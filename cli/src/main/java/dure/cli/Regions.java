// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.memory.Region;
import dure.memory.RegionBuilder;
import java.nio.file.Path;

/// Regions of shared memory as people name them.
final class Regions {
  private static final String ID = "id=";

  private Regions() {}

  /// The region of `posix:/name`, `sysv:KEY`, `sysv:id=ID` or `file:/path`; a key is decimal, or
  /// hexadecimal with `0x`.
  ///
  /// @throws IllegalArgumentException if it is none of these
  static RegionBuilder named(String text) {
    String name = text.substring(text.indexOf(':') + 1);
    return switch (text.substring(0, Math.max(0, text.indexOf(':')))) {
      case "posix" -> Region.posix(name);
      case "file" -> Region.file(Path.of(name));
      case "sysv" ->
          name.startsWith(ID)
              ? Region.systemVById(number(name.substring(ID.length())))
              : Region.systemV(number(name));
      default ->
          throw new IllegalArgumentException(
              "'" + text + "' is no region: write posix:/NAME, sysv:KEY, sysv:id=ID or file:/PATH");
    };
  }

  private static int number(String text) {
    try {
      return Long.decode(text).intValue();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no key: write it in decimal, or in hexadecimal as 0x2a", e);
    }
  }
}
