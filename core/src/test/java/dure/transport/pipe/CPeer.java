// SPDX-License-Identifier: Apache-2.0
package dure.transport.pipe;

import dure.testkit.CProgram;
import dure.testkit.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A program in C at the other end of a FIFO: with nothing but what the header of a frame says.
final class CPeer {
  private static final String HEAD =
      """
      #include <fcntl.h>
      #include <stdint.h>
      #include <stdio.h>
      #include <string.h>
      #include <unistd.h>
      """;

  /// Each length in a write of its own, and every other frame in pieces.
  private static final String WRITER =
      HEAD
          + """
          int main(int argc, char **argv) {
            int fd = open(argv[1], O_WRONLY);
            for (int i = 0; i < 100; i++) {
              char text[20];
              uint32_t length = sprintf(text, "c %d", i);
              if (write(fd, &length, 4) != 4) return 1;
              uint32_t first = i % 2 ? length : 1;
              if (write(fd, text, first) != first) return 1;
              if (write(fd, text + first, length - first) != length - first) return 1;
            }
            return 0;
          }
          """;

  /// Reads a length and then its bytes, until it is zero.
  private static final String READER =
      HEAD
          + """
          int main(int argc, char **argv) {
            int fd = open(argv[1], O_RDONLY);
            uint32_t length;
            while (read(fd, &length, 4) == 4 && length > 0) {
              char text[4096];
              if (length > sizeof text || read(fd, text, length) != length) return 1;
              printf("%.*s\\n", (int) length, text);
            }
            puts("end");
            return 0;
          }
          """;

  private CPeer() {}

  static Child writing(Path directory, Path fifo) {
    return run(directory.resolve("writer"), WRITER, fifo);
  }

  static Child reading(Path directory, Path fifo) {
    return run(directory.resolve("reader"), READER, fifo);
  }

  private static Child run(Path directory, String source, Path fifo) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path program = new CProgram(CProgram.GCC, source).compileIn(directory);
    return Child.command(program.toString(), fifo.toString());
  }
}
