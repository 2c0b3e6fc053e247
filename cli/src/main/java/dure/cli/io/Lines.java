// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Lines as the bytes they are: cut at each newline, never decoded, the last one with or without a
/// newline of its own.
public final class Lines {
  private final InputStream in;
  private final long longest;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /// @param in read from here on, and further than the lines asked for
  /// @param longest how many bytes of a line are wanted: input without a newline has no end
  public Lines(InputStream in, long longest) {
    this.longest = longest;
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /// The next line without its newline, or null at the end. One that is longer than any is wanted
  /// breaks off after a byte too many, which tells.
  public byte @Nullable [] next() throws IOException {
    line.reset();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        return line.toByteArray();
      }
      line.write(c);
      if (line.size() > longest) {
        break;
      }
    }
    return line.size() == 0 ? null : line.toByteArray();
  }
}
