// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A Unix socket of this network namespace that has a name, as the kernel lists it in
/// `/proc/net/unix`. The connections made at a socket show under the same name, and may outlast it.
///
/// @param name the path, or an abstract name behind an `@`. What others have bound may be of any
///   bytes; those that are no text show as `\uFFFD`
/// @param listens whether connections can be made at it
/// @param isUnconnected whether it is neither connected nor about to be: bound, or listening
public record UnixSocket(String name, boolean listens, boolean isUnconnected) {
  /// What stands before an abstract name.
  public static final String ABSTRACT = "@";

  /// The `__SO_ACCEPTCON` flag.
  private static final String LISTENS = "00010000";

  /// `SS_UNCONNECTED`.
  private static final String UNCONNECTED = "01";

  private static final int FLAGS_COLUMN = 3;
  private static final int STATE_COLUMN = 5;
  private static final int NAME_COLUMN = 7;

  /// All there are now; none where `/proc` cannot be read.
  public static Stream<UnixSocket> all() {
    try {
      byte[] table = java.nio.file.Files.readAllBytes(Path.of("/proc/net/unix"));
      return new String(table, StandardCharsets.UTF_8)
          .lines()
          .skip(1) // the heading
          .map(line -> line.split(" +", NAME_COLUMN + 1))
          .filter(columns -> columns.length > NAME_COLUMN)
          .map(UnixSocket::of);
    } catch (IOException noProc) {
      return Stream.empty();
    }
  }

  private static UnixSocket of(String[] columns) {
    return new UnixSocket(
        columns[NAME_COLUMN],
        columns[FLAGS_COLUMN].equals(LISTENS),
        columns[STATE_COLUMN].equals(UNCONNECTED));
  }

  /// The names with a listener, each once.
  public static List<String> listening() {
    return all().filter(UnixSocket::listens).map(UnixSocket::name).distinct().toList();
  }
}
