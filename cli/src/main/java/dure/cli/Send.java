// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MessageTooLargeException;
import dure.Receipt;
import dure.cli.exit.ErrorText;
import dure.cli.exit.ExitCode;
import dure.cli.io.Json;
import dure.cli.io.Lines;
import dure.cli.io.Streams;
import dure.cli.options.Dispatch;
import dure.cli.options.Value;
import dure.stream.OutgoingMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
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
  private final Dispatch dispatch = Dispatch.in(syntax);
  private final Value<Boolean> json =
      syntax.flag(
          "--json",
          "Write an object a message: its outcome (not-sent, accepted, received, acknowledged), and"
              + " the receiver by its ID in 'stat', if known.");

  Send(Streams streams) {
    super(streams, "send");
    syntax
        .description(
            "Send a message, waiting for room.",
            "When this ends with 0 the message is in the mailbox and survives its sender; or, with"
                + " --until, a receiver has taken it or has worked on it. If none does in time it"
                + " is taken back. In a FIFO messages stay only while a process has it open.")
        .examples(
            "  dure send orders 'two of the red ones'",
            "  dure send backups < film.mkv            all of it is one message, of any length",
            "  tail -f log | dure send lines --lines   every line is a message",
            "  dure send orders hello --timeout 2s     exit code 3 if there was no room",
            "  dure send urgent fire --priority 9      goes before all lower ones",
            "  dure send forms hello --number 7        dure receive forms --number 7",
            "  dure send orders bill --until acknowledged --timeout 5s --json");
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    if (lines.get() && text.get() != null) {
      throw syntax.mistake("TEXT and --lines exclude each other: lines come from standard input");
    }
    dispatch.check();
    try (Presence presence = Presence.at(name.get(), "dure send", MailboxBuilder::open)) {
      return lines.get() ? sendLines(presence.mailbox()) : sendOne(presence.mailbox());
    }
  }

  private ExitCode sendOne(Mailbox mailbox) throws IOException, InterruptedException {
    String words = text.get();
    if (words == null) {
      byte[] begin = streams.in().readNBytes(atMost(mailbox) + 1);
      return begin.length > atMost(mailbox) ? sendLong(mailbox, begin) : sendOne(mailbox, begin);
    }
    return sendOne(mailbox, words.getBytes(StandardCharsets.UTF_8));
  }

  private static int atMost(Mailbox mailbox) {
    return (int) Math.min(mailbox.settings().messageSize(), Integer.MAX_VALUE - 16);
  }

  /// More than a message of this mailbox can have: it goes in pieces, through a buffer.
  private ExitCode sendLong(Mailbox mailbox, byte[] begin)
      throws IOException, InterruptedException {
    if (dispatch.isLimited() || dispatch.isMarked() || json.get()) {
      throw new MessageTooLargeException(
          name.get(),
          "standard input is longer than the "
              + mailbox.settings().messageSize()
              + " bytes a message of this mailbox can have, and what goes in pieces waits for its"
              + " receiver and has no marks: say neither --try nor --timeout nor --priority nor"
              + " --number nor --json. Nothing was sent");
    }
    if (!mailbox.supportsInPlace()) {
      throw new MessageTooLargeException(
          name.get(),
          "standard input is longer than the "
              + mailbox.settings().messageSize()
              + " bytes that go through at once, and the kernel keeps no longer message together;"
              + " send it in parts, or through a mailbox in shared memory. Nothing was sent");
    }
    OutgoingMessage.send(
        mailbox, new SequenceInputStream(new ByteArrayInputStream(begin), streams.in()));
    return ExitCode.DONE;
  }

  private ExitCode sendOne(Mailbox mailbox, byte[] message)
      throws IOException, InterruptedException {
    String shortfall = send(mailbox, message);
    if (shortfall == null) {
      return ExitCode.DONE;
    }
    streams.say(shortfall);
    return ExitCode.NOT_NOW;
  }

  /// Sends a message and shows its receipt; why it did not come as far as it was to, or null.
  private @Nullable String send(Mailbox mailbox, byte[] message)
      throws IOException, InterruptedException {
    Receipt receipt = dispatch.send(mailbox, message);
    if (json.get()) {
      streams.print(Json.of(receipt));
    }
    Shortfall shortfall = new Shortfall(mailbox, dispatch);
    return dispatch.isSatisfied(receipt) || shortfall.isAgreed(receipt)
        ? null
        : shortfall.of(receipt);
  }

  /// The reader of a failure must know where to go on, so each says how many lines are through.
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
        String shortfall = send(mailbox, line);
        if (shortfall != null) {
          streams.say(shortfall + linesBefore(sent));
          return ExitCode.NOT_NOW;
        }
        sent++;
      }
      return ExitCode.DONE;
    } catch (IOException | RuntimeException | OutOfMemoryError failed) {
      return new ErrorText(streams).complain(failed, linesBefore(sent));
    }
  }

  private static String linesBefore(long sent) {
    return "; the lines sent before that: " + sent;
  }
}
