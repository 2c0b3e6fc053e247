// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.memory.Region;
import dure.memory.RegionBuilder;
import dure.sync.PosixSemaphore;
import dure.sync.SystemVSemaphore;
import java.nio.file.Path;

/// Regions and semaphores as people name them: `posix:/name`, `sysv:KEY`, `sysv:id=ID`; a key is
/// decimal, or hexadecimal with `0x`.
final class KernelNames {
  private static final String ID = "id=";
  private static final long LARGEST = 0xFFFF_FFFFL;

  private KernelNames() {}

  /// The region of such a name, or of `file:/path`.
  ///
  /// @throws IllegalArgumentException if it is none of these
  static RegionBuilder region(String text) {
    String name = text.substring(text.indexOf(':') + 1);
    return switch (text.substring(0, Math.max(0, text.indexOf(':')))) {
      case "posix" -> Region.posix(name);
      case "file" -> Region.file(Path.of(name));
      case "sysv" ->
          name.startsWith(ID) ? Region.systemVById(id(name)) : Region.systemV(number(name));
      default ->
          throw new IllegalArgumentException(
              "'" + text + "' is no region: write posix:/NAME, sysv:KEY, sysv:id=ID or file:/PATH");
    };
  }

  /// Removes the semaphore of such a name.
  ///
  /// @throws IllegalArgumentException if it is none of these
  static void removeSemaphore(String text) {
    String name = text.substring(text.indexOf(':') + 1);
    switch (text.substring(0, Math.max(0, text.indexOf(':')))) {
      case "posix" -> PosixSemaphore.unlink(name);
      case "sysv" -> semaphores(name).remove();
      default ->
          throw new IllegalArgumentException(
              "'" + text + "' is no semaphore: write posix:/NAME, sysv:KEY or sysv:id=ID");
    }
  }

  private static SystemVSemaphore semaphores(String name) {
    return name.startsWith(ID)
        ? SystemVSemaphore.ofId(id(name))
        : SystemVSemaphore.open(number(name));
  }

  private static int id(String name) {
    int id = number(name.substring(ID.length()));
    if (id < 0) {
      throw new IllegalArgumentException("'" + name + "' is no id: they are zero or more");
    }
    return id;
  }

  private static int number(String text) {
    try {
      long number = Long.decode(text);
      if (number < Integer.MIN_VALUE || number > LARGEST) {
        throw new NumberFormatException("it has more than 32 bits");
      }
      return (int) number;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no key: write it in decimal, or in hexadecimal as 0x2a", e);
    }
  }
}
