// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MessageTooLargeException;
import dure.cli.exit.Complaint;
import dure.cli.exit.ExitCode;
import dure.cli.io.Lines;
import dure.cli.io.Streams;
import dure.cli.options.Value;
import dure.cli.options.Waits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Sends a text, all of standard input, or each of its lines.
final class Send extends Subcommand {
  private final Value<String> name = syntax.parameter("NAME", "Name of the mailbox.");
  private final Value<@Nullable String> text =
      syntax.optionalParameter(
          "TEXT", "The message; without it, all of standard input is the message.");
  private final Value<Boolean> lines =
      syntax.flag("--lines", "Send each line of standard input as a message, without its newline.");
  private final Waits waits = Waits.in(syntax);

  Send(Streams streams) {
    super(streams, "send");
    syntax
        .description(
            "Send a message, waiting for room.",
            "When this ends with 0 the message is in the mailbox and survives its sender.")
        .examples(
            "  dure send orders 'two of the red ones'",
            "  dure send backups < photo.jpg           all of it is one message",
            "  tail -f log | dure send lines --lines   every line is a message",
            "  dure send orders hello --timeout 2s     exit code 3 if there was no room");
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    if (lines.get() && text.get() != null) {
      throw syntax.mistake("TEXT and --lines exclude each other: lines come from standard input");
    }
    try (Presence presence = Presence.at(name.get(), "dure send", MailboxBuilder::open)) {
      return lines.get() ? sendLines(presence.mailbox()) : sendOne(presence.mailbox());
    }
  }

  private ExitCode sendOne(Mailbox mailbox) throws IOException, InterruptedException {
    String words = text.get();
    byte[] message = words == null ? input(mailbox) : words.getBytes(StandardCharsets.UTF_8);
    if (waits.send(mailbox, message)) {
      return ExitCode.DONE;
    }
    streams.say(full() + "; nothing was sent");
    return ExitCode.NOT_NOW;
  }

  /// All of standard input; no more of it is read than shows that it is too long.
  private byte[] input(Mailbox mailbox) throws IOException {
    long most = mailbox.settings().messageSize();
    byte[] message = streams.in().readNBytes(Math.toIntExact(most + 1));
    if (message.length > most) {
      throw new MessageTooLargeException(
          name.get(),
          "standard input is longer than the "
              + most
              + " bytes a message of this mailbox can have; nothing was sent. Create it with a"
              + " larger message size, or send --lines");
    }
    return message;
  }

  /// Whoever hears of a failure must know where to go on, so each says how many lines are through.
  private ExitCode sendLines(Mailbox mailbox) throws InterruptedException {
    long most = mailbox.settings().messageSize();
    Lines input = new Lines(streams.in(), most);
    long sent = 0;
    try {
      for (byte[] line = input.next(); line != null; line = input.next()) {
        if (line.length > most) {
          throw new MessageTooLargeException(
              name.get(),
              "line "
                  + (sent + 1)
                  + " is longer than the "
                  + most
                  + " bytes a message of this mailbox can have. Create it with a larger message"
                  + " size");
        }
        if (!waits.send(mailbox, line)) {
          streams.say(full() + linesBefore(sent));
          return ExitCode.NOT_NOW;
        }
        sent++;
      }
      return ExitCode.DONE;
    } catch (IOException | RuntimeException | OutOfMemoryError failed) {
      return new Complaint(streams).complain(failed, linesBefore(sent));
    }
  }

  private static String linesBefore(long sent) {
    return "; the lines sent before that: " + sent;
  }

  private String full() {
    return "mailbox '" + name.get() + "' had no room " + waits.described();
  }
}
