// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Standard output that admits when it could not write; [System#out] keeps that to itself, and a
/// message must not be given back as done when no reader got it.
final class StandardOutput extends FilterOutputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  StandardOutput() {
    super(stdout());
  }

  private static OutputStream stdout() {
    return new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException failed) {
      throw explained(failed);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException failed) {
      throw explained(failed);
    }
  }

  /// What was left in the buffer is given up: the next attempt would fail as well.
  private IOException explained(IOException failed) {
    out = OutputStream.nullOutputStream();
    return isPipe()
        ? new ReaderGoneException(failed)
        : new IOException("cannot write to standard output: " + failed.getMessage(), failed);
  }

  /// A pipe fails for one reason only: its reader is gone.
  private static boolean isPipe() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException noProc) {
      return false;
    }
  }
}
