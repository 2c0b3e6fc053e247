// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dure.testkit.TestNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A page or two of memory that the processes of a test share: a file in `/dev/shm`, mapped by the
/// JDK.
final class TestRegion implements AutoCloseable {
  static final long BYTES = 8192;

  /// Where a primitive lies, and where the numbers that it protects.
  static final long PRIMITIVE = 64;

  static final long NUMBERS = 4096;

  final Path file;
  final MemorySegment memory;
  private final Arena arena = Arena.ofShared();

  TestRegion() {
    try {
      file = Files.createFile(TestNamespace.sharedFile("dure-sync-test"));
      memory = map(file, arena);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Maps the file in a child, for as long as it lives.
  static MemorySegment map(String file) throws IOException {
    return map(Path.of(file), Arena.global());
  }

  private static MemorySegment map(Path file, Arena arena) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(MapMode.READ_WRITE, 0, BYTES, arena);
    }
  }

  long number(int index) {
    return number(memory, index);
  }

  static long number(MemorySegment memory, int index) {
    return memory.get(JAVA_LONG, NUMBERS + index * 8L);
  }

  static void number(MemorySegment memory, int index, long value) {
    memory.set(JAVA_LONG, NUMBERS + index * 8L, value);
  }

  void unmap() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  @Override
  public void close() {
    unmap();
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
