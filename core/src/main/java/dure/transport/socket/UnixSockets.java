// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The Unix sockets of this network namespace at which somebody listens, as the kernel lists them.
final class UnixSockets {
  /// The `__SO_ACCEPTCON` flag: a socket that listens.
  private static final String LISTENS = "00010000";

  private static final int FLAGS_COLUMN = 3;
  private static final int NAME_COLUMN = 7;

  private UnixSockets() {}

  /// Their names, abstract ones behind an `@`. What others have bound may be of any bytes.
  static List<String> listening() {
    try {
      byte[] sockets = Files.readAllBytes(Path.of("/proc/net/unix"));
      return new String(sockets, StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" +", NAME_COLUMN + 1))
          .filter(columns -> columns.length > NAME_COLUMN && columns[FLAGS_COLUMN].equals(LISTENS))
          .map(columns -> columns[NAME_COLUMN])
          .distinct()
          .toList();
    } catch (IOException noProc) {
      return List.of();
    }
  }
}
