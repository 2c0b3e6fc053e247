// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

import dure.Namespace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the messages of one direction pass: the name of a mailbox, or of a file beside the
/// mailboxes.
///
/// @param name its name
/// @param messageBytes the length of each message
public record PeerPlace(String name, int messageBytes) {
  private static final int LONG_MESSAGE = 4096;
  private static final long SMALL_ROOM = 1 << 20;
  private static final long LARGE_ROOM = 16 << 20;

  /// The memory that every mechanism gets for its messages, the same for all: 1 MiB for short
  /// messages and 16 MiB for long ones.
  long roomBytes() {
    return messageBytes < LONG_MESSAGE ? SMALL_ROOM : LARGE_ROOM;
  }

  /// The file, for mechanisms that need one.
  Path file() {
    return Path.of(Namespace.current().directory(), name);
  }

  /// Makes the file, of zeroes.
  public void createFile(long bytes) {
    try (RandomAccessFile file = new RandomAccessFile(file().toFile(), "rw")) {
      file.setLength(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Maps the whole file for as long as the process lives.
  public MemorySegment mapFile() {
    try (RandomAccessFile file = new RandomAccessFile(file().toFile(), "rw")) {
      return file.getChannel()
          .map(FileChannel.MapMode.READ_WRITE, 0, file.length(), Arena.global());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes the file, if there is one.
  public void removeFile() {
    try {
      Files.deleteIfExists(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
