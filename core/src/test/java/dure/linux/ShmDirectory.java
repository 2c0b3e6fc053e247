// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import dure.testkit.TestNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// A directory in shared memory for the files of one test, gone when it is closed.
public final class ShmDirectory implements AutoCloseable {
  private final Path path;

  public ShmDirectory() {
    try {
      path = Files.createDirectory(TestNamespace.sharedFile("dure-test"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }

  Path path() {
    return path;
  }

  /// The path of a file in it.
  String file(String name) {
    return path + "/" + name;
  }

  /// A new file in it, open for reading and writing.
  int create(String name, int bytes) {
    try {
      Files.write(Path.of(file(name)), new byte[bytes]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Outcome.good(dure.linux.Files.open(file(name), dure.linux.Files.O_RDWR, 0));
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
