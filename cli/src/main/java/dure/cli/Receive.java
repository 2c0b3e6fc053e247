// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Choice;
import dure.Delivery;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxClosedException;
import dure.Message;
import dure.MessageTooLargeException;
import dure.Receivers;
import dure.cli.exit.ExitCode;
import dure.cli.io.Json;
import dure.cli.io.Streams;
import dure.cli.options.Count;
import dure.cli.options.Syntax;
import dure.cli.options.Value;
import dure.cli.options.Waits;
import dure.codec.DeadLetter;
import dure.stream.IncomingMessage;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Receives messages and writes them out. A message is given back as done only when it has been
/// written: a message that could not be is delivered again, to the next receiver. Only a message
/// that was asked for by its number is the receiver's at once.
final class Receive extends Subcommand {
  private static final int CHUNK_BYTES = 1 << 16;

  private final Value<String> name = syntax.parameter("NAME", "Name of the mailbox.");

  private final Syntax amount = syntax.choice();
  private final Value<Integer> count =
      amount.option("-n, --count", "N", Count::parse, 1, "Receive N messages");
  private final Value<Boolean> follow =
      amount.flag("-f, --follow", "Receive one message after the other, without end.");

  private final Syntax form = syntax.choice();
  private final Value<Boolean> raw =
      form.flag("--raw", "Write exactly the bytes of the message, no newline.");
  private final Value<Boolean> json =
      form.flag(
          "--json",
          "Write an object a line: text (or base64 if it is no text), size, sender, position,"
              + " number, priority, and how often it was delivered before.");

  private final Syntax which = syntax.choice();
  private final Value<@Nullable Choice> number =
      which.option(
          "--number",
          "K",
          text -> Choice.number(Count.parseNumber(text)),
          "The next of number K, in a mailbox of order 'number'; others stay where they are");
  private final Value<@Nullable Choice> upTo =
      which.option(
          "--up-to",
          "K",
          text -> Choice.lowestUpTo(Count.parseNumber(text)),
          "The next of the lowest number there is, up to K");
  private final Value<Boolean> acknowledging =
      which.flag("--ack", "Take it as a delivery, and acknowledge it when it is written.");
  private final Value<Boolean> givingBack =
      which.flag("--give-back", "The same, but give it back: it is delivered again.");

  private final Value<Boolean> readOnly =
      which.flag(
          "--read-only",
          "Listen without taking part, where all receive and the oldest is dropped: it takes only"
              + " the right to read the mailbox, and holds no process up.");

  private final Value<@Nullable Integer> rank =
      syntax.option(
          "--rank",
          "R",
          Count::parseSigned,
          "Among waiting receivers the highest rank is served first (default: 0)");

  private final Waits waits = Waits.in(syntax);

  private final byte[] chunk = new byte[CHUNK_BYTES];
  private @Nullable IncomingMessage incoming;

  Receive(Streams streams) {
    super(streams, "receive");
    syntax
        .description(
            "Receive a message, waiting for one, and write it with a newline after it.",
            "A message leaves the mailbox only when it has been written out; one that is asked for"
                + " by --number or --up-to, or that the kernel carries (pipes and queues), at"
                + " once. Of a dead letter the contents are those that its sender sent; --json"
                + " also tells its origin, its attempts, and when it came to the dead letters.")
        .examples(
            "  dure receive orders",
            "  dure receive orders --follow            one message a line, until Ctrl-C",
            "  dure receive backups --raw > film.mkv   one message, of any length",
            "  dure receive orders --follow --try      all there are now, then exit code 3",
            "  dure receive orders --json | jq .text",
            "  dure receive forms --number 7           leaves the others where they are",
            "  dure receive jobs --rank 5 --follow     is served before lower ranks",
            "  dure receive work --give-back --json    look at it, and leave it to others",
            "  dure receive news --read-only --follow  overhear what is sent to all");
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    if (count.get() < 1) {
      throw syntax.mistake("--count is 1 or more");
    }
    try (Presence presence = Presence.at(name.get(), "dure receive", this::open)) {
      for (long received = 0; follow.get() || received < count.get(); received++) {
        if (!receive(presence)) {
          streams.say("mailbox '" + name.get() + "' had no message " + waits.described());
          return ExitCode.NOT_NOW;
        }
      }
    }
    return ExitCode.DONE;
  }

  private Mailbox open(MailboxBuilder builder) {
    if (readOnly.get()) {
      builder.readOnly();
    }
    Integer wanted = rank.get();
    Mailbox mailbox = builder.rank(wanted == null ? 0 : wanted).open();
    if (wanted != null && mailbox.settings().receivers() != Receivers.RANKED) {
      mailbox.close();
      throw new IllegalArgumentException(
          "mailbox '" + name.get() + "' has no ranks: create it with receivers 'ranked'");
    }
    return mailbox;
  }

  /// Receives a message in the way that was asked for; whether there was one.
  private boolean receive(Presence presence) throws IOException, InterruptedException {
    Mailbox mailbox = presence.mailbox();
    Choice choice = number.get() == null ? upTo.get() : number.get();
    if (choice != null) {
      return receiveCopy(presence, choice);
    }
    if (acknowledging.get() || givingBack.get()) {
      return receiveDelivery(presence);
    }
    if (!mailbox.supportsInPlace()) {
      return receiveCopy(presence, Choice.NEXT);
    }
    IncomingMessage begun;
    do {
      if (!waits.receive(mailbox, message -> writeOrBegin(message, presence))) {
        return false;
      }
      begun = incoming;
      incoming = null;
    } while (begun != null && begun.wasGivenUp());
    if (begun != null) {
      writeLong(begun, presence);
    }
    return true;
  }

  /// The message is gone from the mailbox: what is here is the only copy, and is written even when
  /// a signal has come.
  private boolean receiveCopy(Presence presence, Choice choice)
      throws IOException, InterruptedException {
    presence.taking().lock();
    try {
      Message message = waits.receive(presence.mailbox(), choice);
      if (message != null) {
        write(message, presence, true);
      }
      return message != null;
    } finally {
      presence.taking().unlock();
    }
  }

  /// A long message is begun before its announcement is done with, and read after that.
  private void writeOrBegin(Message message, Presence presence) throws IOException {
    incoming = IncomingMessage.in(presence.mailbox(), message);
    if (incoming == null) {
      write(message, presence, false);
    } else if (json.get()) {
      throw tooLong(incoming, "--json");
    }
  }

  private MessageTooLargeException tooLong(IncomingMessage message, String option) {
    message.close();
    return new MessageTooLargeException(
        name.get(),
        "the next message is longer than its messages are, and comes in pieces: receive it without "
            + option
            + "; it is still there unless its sender has given it up");
  }

  private void writeLong(IncomingMessage message, Presence presence) throws IOException {
    OutputStream out = streams.out();
    try (message) {
      while (message.readInPlace(piece -> writePiece(piece, presence, false))) {}
    }
    if (!raw.get()) {
      out.write('\n');
    }
    out.flush();
  }

  private boolean receiveDelivery(Presence presence) throws IOException, InterruptedException {
    try (Delivery delivery = waits.receiveDelivery(presence.mailbox())) {
      if (delivery == null) {
        return false;
      }
      IncomingMessage announced = IncomingMessage.in(presence.mailbox(), delivery.message());
      if (announced != null) {
        throw tooLong(announced, acknowledging.get() ? "--ack" : "--give-back");
      }
      write(delivery.message(), presence, false);
      if (acknowledging.get()) {
        delivery.acknowledge();
      }
      return true;
    }
  }

  /// @param copied whether it is no longer in the mailbox
  private void write(Message message, Presence presence, boolean copied) throws IOException {
    OutputStream out = streams.out();
    if (json.get()) {
      String line = Json.of(message);
      requirePresent(presence, copied);
      streams.print(line);
      return;
    }
    writePiece(DeadLetter.of(message).map(DeadLetter::body).orElse(message), presence, copied);
    if (!raw.get()) {
      out.write('\n');
    }
    out.flush();
  }

  private void writePiece(Message message, Presence presence, boolean copied) throws IOException {
    long size = message.size();
    for (long at = 0; at < size; at += chunk.length) {
      int length = (int) Math.min(chunk.length, size - at);
      message.copyTo(at, chunk, 0, length);
      requirePresent(presence, copied);
      streams.out().write(chunk, 0, length);
    }
  }

  /// What was copied from the message counts only if it still was a message then.
  private void requirePresent(Presence presence, boolean copied) {
    if (!copied && presence.isEnding()) {
      throw new MailboxClosedException(name.get(), "a signal ended this command");
    }
  }
}
