// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static dure.MailboxSettings.DEFAULT;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.Owner;
import dure.Receivers;
import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.ByteSize;
import dure.cli.options.Count;
import dure.cli.options.Mode;
import dure.cli.options.TimeSpan;
import dure.cli.options.Value;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Creates a mailbox; one owned by a process lives as long as this command runs.
final class Create extends Subcommand {
  private static final long LOOK_MILLIS = 500;

  private final Value<String> name = syntax.parameter("NAME", "Name of the mailbox.");
  private final Value<Capacity> capacity =
      syntax.option(
          "--capacity",
          "N",
          text -> Capacity.bounded(Count.parse(text)),
          DEFAULT.capacity(),
          "How many messages it holds before senders wait");
  private final Value<ByteSize> messageSize =
      syntax.option(
          "--message-size",
          "BYTES",
          ByteSize::parse,
          new ByteSize(DEFAULT.messageSize()),
          "The longest message, as 512, 64K, 256M");
  private final Value<Receivers> receivers =
      syntax.option(
          "--receivers",
          Receivers.values(),
          DEFAULT.receivers(),
          "Who receives: 'pair' has one sender and one receiver; with 'any' each message goes to"
              + " one of many");
  private final Value<Owner> owner =
      syntax.option(
          "--owner",
          Owner.values(),
          DEFAULT.owner(),
          "How long it lives: until deleted, or as long as this command runs");
  private final Value<Mode> mode =
      syntax.option(
          "--mode",
          "MODE",
          Mode::parse,
          new Mode(DEFAULT.mode()),
          "Who may use it, as Unix permission bits");
  private final Value<@Nullable String> group =
      syntax.option(
          "--group", "GROUP", text -> text, "The group that the mode speaks of, if not your own");
  private final Value<Duration> patience =
      syntax.option(
          "--patience",
          "TIME",
          TimeSpan::parse,
          DEFAULT.patience(),
          "How long a sender that stopped in the middle may hold the others up, at most 1h");
  private final Value<Integer> participants =
      syntax.option(
          "--participants",
          "N",
          Count::parse,
          DEFAULT.participants(),
          "How many processes can have it open at once");

  Create(Streams streams) {
    super(streams, "create");
    syntax
        .description(
            "Create a mailbox.",
            "It stays until 'dure rm' deletes it, or, with --owner process, as long as this"
                + " command runs.")
        .examples(
            "  dure create orders",
            "  dure create orders --capacity 1000 --message-size 4K",
            "  dure create feed --receivers pair       one sender, one receiver: the fastest",
            "  dure create jobs --mode 0660 --group staff",
            "  dure create scratch --owner process     gone when this command ends");
  }

  @Override
  ExitCode run() throws InterruptedException {
    try (Presence presence = Presence.at(name.get(), "dure create", this::create)) {
      if (owner.get() == Owner.PROCESS) {
        streams.say(
            "mailbox '" + name.get() + "' lives as long as this command runs; Ctrl-C ends both");
        stay(presence.mailbox());
      }
    }
    return ExitCode.DONE;
  }

  private Mailbox create(MailboxBuilder mailbox) {
    String group = this.group.get();
    return mailbox
        .capacity(capacity.get())
        .messageSize(messageSize.get().bytes())
        .receivers(receivers.get())
        .owner(owner.get())
        .mode(mode.get().bits())
        .group(group == null ? DEFAULT.group() : group)
        .patience(patience.get())
        .participants(participants.get())
        .create();
  }

  /// Returns never: a signal ends it, or the exception that says the mailbox was deleted.
  @SuppressWarnings("InfiniteLoopStatement")
  private static void stay(Mailbox mailbox) throws InterruptedException {
    while (true) {
      Thread.sleep(LOOK_MILLIS);
      mailbox.status();
    }
  }
}
