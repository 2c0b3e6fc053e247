// SPDX-License-Identifier: Apache-2.0
package dure.file;

import dure.DureException;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A process that creates a named file, and says what came of it.
final class Creator {
  private Creator() {}

  /// @param arguments name, bytes, mode in octal, group, and perhaps `stay`: to wait in the middle
  public static void main(String[] arguments) {
    long bytes = Long.parseLong(arguments[1]);
    int mode = Integer.parseInt(arguments[2], 8);
    try (SharedFile _ =
        SharedFile.create(
            arguments[0],
            bytes,
            mode,
            arguments[3],
            file -> {
              System.out.println("filling");
              if (arguments.length > 4) {
                waitForInput();
              }
            })) {
      System.out.println("created");
    } catch (DureException refused) {
      System.out.println(refused);
    }
  }

  private static void waitForInput() {
    try {
      int _ = System.in.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
