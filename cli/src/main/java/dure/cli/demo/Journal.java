// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.Consumer;

/// A process's notes, in a file that only grows. What is in it has left the process: `kill -9`
/// takes nothing of it back.
final class Journal implements AutoCloseable {
  private static final int NOTES_AT_ONCE = 4096;

  private final FileChannel file;
  private final ByteBuffer buffer;

  private Journal(FileChannel file, ByteBuffer buffer) {
    this.file = file;
    this.buffer = buffer;
  }

  /// Begins one.
  static Journal begin(Path path) throws IOException {
    return new Journal(
        FileChannel.open(path, CREATE_NEW, WRITE), ByteBuffer.allocateDirect(Note.BYTES));
  }

  /// Reads another process's, from the beginning and while that one still writes.
  static Journal follow(Path path) throws IOException {
    return new Journal(
        FileChannel.open(path, READ), ByteBuffer.allocate(NOTES_AT_ONCE * Note.BYTES));
  }

  /// Adds a note: one system call, and it is out of this process.
  void add(Note note) throws IOException {
    buffer.clear();
    note.writeTo(buffer);
    buffer.flip();
    file.write(buffer);
  }

  /// Reads the notes that have come since the last time; a half note at the end waits for its other
  /// half.
  void readOn(Consumer<Note> each) throws IOException {
    do {
      buffer.clear();
      long at = file.position();
      file.read(buffer);
      buffer.flip();
      while (buffer.remaining() >= Note.BYTES) {
        each.accept(Note.readFrom(buffer));
      }
      file.position(at + buffer.position());
    } while (buffer.position() > 0);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
