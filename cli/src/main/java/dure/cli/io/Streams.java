// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Where a command reads and writes.
///
/// @param in data that comes in
/// @param out data that goes out, and nothing but data; buffered, so it must be flushed
/// @param err talk, for people
public record Streams(InputStream in, OutputStream out, PrintStream err) {

  /// Those of the process, in UTF-8 whatever its locale.
  public static Streams standard() {
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    return new Streams(System.in, new StandardOutput(), err);
  }

  /// Writes text as data, and has it out before it returns.
  public void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /// Says something to people, in one line.
  public void say(String sentence) {
    err.println("dure: " + sentence.replace('\n', ' '));
    err.flush();
  }
}
