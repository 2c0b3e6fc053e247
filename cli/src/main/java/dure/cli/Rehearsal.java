// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Runs the everyday commands once, on a mailbox of its own, so that the JVM can remember which
/// classes they need: the launcher has it write them into the cache from which every later command
/// starts.
final class Rehearsal {
  private Rehearsal() {}

  /// @param arguments none
  public static void main(String[] arguments) {
    String name = "rehearsal-" + ProcessHandle.current().pid();
    try {
      play("", "--version");
      play("", "--help");
      play("", "create", name, "--capacity", "4", "--message-size", "1K");
      play("", "send", name, "one");
      play("two\nthree\n", "send", name, "--lines", "--timeout", "1s");
      play("", "ls");
      play("", "ls", "--json");
      play("", "stat", name);
      play("", "stat", name, "--json");
      play("", "receive", name);
      play("", "receive", name, "--json");
      play("", "receive", name, "--raw", "--timeout", "1s");
      play("", "receive", name, "--try");
      play("", "receive", name, "--timeout", "10ms");
      play("", "send", name, "--help");
      play("", "send", name, "--wrong");
    } finally {
      play("", "rm", name);
    }
    System.exit(ExitCode.DONE.number()); // a way out that must be remembered too
  }

  private static void play(String input, String... arguments) {
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    OutputStream nowhere = OutputStream.nullOutputStream();
    Dure.run(
        new Streams(in, nowhere, new PrintStream(nowhere, true, StandardCharsets.UTF_8)),
        arguments);
  }
}
