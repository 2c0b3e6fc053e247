// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.MailboxBuilder;
import dure.MailboxClosedException;
import dure.Message;
import dure.cli.exit.ExitCode;
import dure.cli.io.Json;
import dure.cli.io.Streams;
import dure.cli.options.Count;
import dure.cli.options.Syntax;
import dure.cli.options.Value;
import dure.cli.options.Waits;
import java.io.IOException;
import java.io.OutputStream;

/// Receives messages and writes them out. A message is given back as done only when it has been
/// written: one that could not be is delivered again, to whoever receives next.
final class Receive extends Subcommand {
  private static final int CHUNK_BYTES = 1 << 16;

  private final Value<String> name = syntax.parameter("NAME", "Name of the mailbox.");

  private final Syntax amount = syntax.choice();
  private final Value<Integer> count =
      amount.option("--count", "N", Count::parse, 1, "Receive N messages");
  private final Value<Boolean> follow =
      amount.flag("--follow", "Receive one message after the other, without end.");

  private final Syntax form = syntax.choice();
  private final Value<Boolean> raw =
      form.flag("--raw", "Write exactly the bytes of the message, no newline.");
  private final Value<Boolean> json =
      form.flag(
          "--json",
          "Write an object a line: text (or base64 if it is no text), size, sender, number, and how"
              + " often it was delivered before.");

  private final Waits waits = Waits.in(syntax);

  private final byte[] chunk = new byte[CHUNK_BYTES];

  Receive(Streams streams) {
    super(streams, "receive");
    syntax
        .description(
            "Receive a message, waiting for one, and write it with a newline after it.",
            "A message leaves the mailbox only when it has been written out.")
        .examples(
            "  dure receive orders",
            "  dure receive orders --follow            one message a line, until Ctrl-C",
            "  dure receive backups --raw > photo.jpg",
            "  dure receive orders --follow --try      all there are now, then exit code 3",
            "  dure receive orders --json | jq .text");
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    if (count.get() < 1) {
      throw syntax.mistake("--count is 1 or more");
    }
    try (Presence presence = Presence.at(name.get(), "dure receive", MailboxBuilder::open)) {
      for (long received = 0; follow.get() || received < count.get(); received++) {
        if (!waits.receive(presence.mailbox(), message -> write(message, presence))) {
          streams.say("mailbox '" + name.get() + "' had no message " + waits.described());
          return ExitCode.NOT_NOW;
        }
      }
    }
    return ExitCode.DONE;
  }

  private void write(Message message, Presence presence) throws IOException {
    OutputStream out = streams.out();
    if (json.get()) {
      String line = Json.of(message);
      requirePresent(presence);
      streams.print(line);
      return;
    }
    long size = message.size();
    for (long at = 0; at < size; at += chunk.length) {
      int length = (int) Math.min(chunk.length, size - at);
      message.copyTo(at, chunk, 0, length);
      requirePresent(presence);
      out.write(chunk, 0, length);
    }
    if (!raw.get()) {
      out.write('\n');
    }
    out.flush();
  }

  /// What was copied from the message counts only if it still was a message then.
  private void requirePresent(Presence presence) {
    if (presence.isEnding()) {
      throw new MailboxClosedException(name.get(), "a signal ended this command");
    }
  }
}
