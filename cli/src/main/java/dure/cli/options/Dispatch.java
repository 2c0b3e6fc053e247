// SPDX-License-Identifier: Apache-2.0
package dure.cli.options;

import dure.Capacity;
import dure.Mailbox;
import dure.Receipt;
import dure.Receipt.Outcome;
import dure.Sending;
import dure.Until;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a command sends: what it waits for and for how long, and what it writes on the message.
public final class Dispatch {
  private final Syntax syntax;
  private final Value<Until> until;
  private final Value<@Nullable Integer> priority;
  private final Value<@Nullable Long> number;
  private final Waits waits;

  private Dispatch(Syntax syntax) {
    this.syntax = syntax;
    until =
        syntax.option(
            "--until",
            Until.values(),
            Until.ACCEPTED,
            "What to wait for: the message is in the mailbox, a receiver has taken it, or has"
                + " worked on it");
    priority =
        syntax.option(
            "--priority",
            "P",
            Count::parseSigned,
            "The higher goes first, in a mailbox of order 'priority'");
    number =
        syntax.option(
            "--number",
            "K",
            Count::parseNumber,
            "What receivers may ask for, in a mailbox of order 'number'");
    waits = Waits.in(syntax);
  }

  /// Adds the options that say it to a command's syntax.
  public static Dispatch in(Syntax syntax) {
    return new Dispatch(syntax);
  }

  /// Refuses what cannot be said together, before anything is sent.
  public void check() {
    if (waits.never() && until.get() == Until.ACKNOWLEDGED) {
      throw syntax.mistake("--try does not wait for an acknowledgement: say --timeout TIME");
    }
    if (waits.never() && until.get() == Until.RECEIVED && isMarked()) {
      throw syntax.mistake(
          "what --try hands over to a waiting receiver has no priority and no number: say --timeout"
              + " TIME");
    }
  }

  /// Whether a message is to have a priority or a number.
  public boolean isMarked() {
    return priority.get() != null || number.get() != null;
  }

  /// Sends a message; what had become of it when the wait was over.
  public Receipt send(Mailbox mailbox, byte[] message) throws InterruptedException {
    if (waits.never() && handsOver(mailbox) && !isMarked()) {
      return Receipt.of(mailbox.tryTransfer(message) ? Outcome.RECEIVED : Outcome.NOT_SENT);
    }
    return mailbox.send(message, sending());
  }

  private Sending sending() {
    Integer wantedPriority = priority.get();
    Long wantedNumber = number.get();
    return new Sending(
        until.get(),
        wantedPriority == null ? 0 : wantedPriority,
        wantedNumber == null ? 0 : wantedNumber,
        waits.never() ? Duration.ZERO : waits.within());
  }

  /// Whether a message is sent only if a receiver takes it from our hands.
  public boolean handsOver(Mailbox mailbox) {
    return until.get() != Until.ACCEPTED || mailbox.settings().capacity() instanceof Capacity.Zero;
  }

  /// Whether a message came as far as it was to.
  public boolean isSatisfied(Receipt receipt) {
    return receipt.reached(until.get());
  }

  /// Whether we were told for how long to wait, and so are to say when it was in vain.
  public boolean isLimited() {
    return waits.never() || waits.within() != null;
  }

  /// For how long it was waited in vain, to follow "there was none".
  public String described() {
    return waits.described();
  }
}
