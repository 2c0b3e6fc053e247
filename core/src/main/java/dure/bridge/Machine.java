// SPDX-License-Identifier: Apache-2.0
package dure.bridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Which machine this is, from its start to its end. Containers of one machine have names of their
/// own.
final class Machine {
  private static final Path KERNEL = Path.of("/proc/sys/kernel");

  /// Told apart from every other machine, and from this one after its next start.
  static final String RUN = read("random/boot_id") + " " + read("hostname");

  private Machine() {}

  private static String read(String file) {
    try {
      return Files.readString(KERNEL.resolve(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
