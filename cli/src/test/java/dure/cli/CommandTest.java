// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Mailbox;
import dure.MailboxStatus;
import dure.NoSuchMailboxException;
import dure.cli.io.Streams;
import dure.testkit.Child;
import dure.testkit.JavaCommand;
import dure.testkit.TestNamespace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;

/// What tests of the command share: a mailbox name of their own, the command run in this process or
/// in one of its own, and waiting for a mailbox to look as it should.
abstract class CommandTest {
  /// The name of a mailbox that is deleted after the test, if there is one.
  final String name = TestNamespace.name("cli");

  /// How a run in this process went.
  ///
  /// @param status it ended with
  /// @param data it wrote
  /// @param err it said
  record Run(int status, ByteArrayOutputStream data, String err) {
    String out() {
      return data.toString(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
      return data.toByteArray();
    }
  }

  @AfterEach
  void removeMailbox() {
    try {
      Mailbox.delete(name);
    } catch (NoSuchMailboxException gone) {
      // as it should be
    }
  }

  /// Runs the command in this process.
  static Run dure(String... arguments) {
    return dureReading(new byte[0], arguments);
  }

  /// Runs the command in this process, with this text as standard input.
  static Run dureReading(String input, String... arguments) {
    return dureReading(input.getBytes(StandardCharsets.UTF_8), arguments);
  }

  /// Runs the command in this process, with this standard input.
  static Run dureReading(byte[] input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = Dure.run(streams(input, out, err), arguments);
    return new Run(status, out, err.toString(StandardCharsets.UTF_8));
  }

  static Streams streams(byte[] input, OutputStream out, OutputStream err) {
    InputStream in = new ByteArrayInputStream(input);
    return new Streams(in, out, new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  /// Runs the command in a process of its own.
  static Child process(String... arguments) {
    return Child.javaUnder(Child.HEARS_INTERRUPTS, List.of(), Dure.class, arguments);
  }

  /// Runs a script in a shell that knows the command `dure`.
  static Child shell(String script) {
    return Child.command("bash", "-c", "dure() { " + commandLine() + " \"$@\"; }\n" + script);
  }

  /// The words that run the command, quoted for a shell.
  static String commandLine() {
    List<String> words = new ArrayList<>(JavaCommand.jvm(Dure.class));
    words.add(Dure.class.getName());
    return words.stream().map(word -> "'" + word + "'").reduce((a, b) -> a + " " + b).orElseThrow();
  }

  /// Creates the test's mailbox, with more options.
  void create(String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "create";
    arguments[1] = name;
    System.arraycopy(options, 0, arguments, 2, options.length);
    Run run = dure(arguments);
    if (run.status() != 0) {
      throw new AssertionError(Arrays.toString(arguments) + ": " + run.err());
    }
  }

  /// Waits until the test's mailbox looks as it should; what it looks like then.
  MailboxStatus.Details await(Predicate<MailboxStatus.Details> looksRight) {
    long end = System.nanoTime() + Child.PATIENCE.toNanos();
    while (true) {
      MailboxStatus.Details details = Objects.requireNonNull(Mailbox.status(name).details());
      if (looksRight.test(details)) {
        return details;
      }
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("the mailbox still looks like this: " + details);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
