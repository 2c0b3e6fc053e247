// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static dure.MailboxSettings.DEFAULT;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxExistsException;
import dure.NoSuchMailboxException;
import dure.Order;
import dure.Owner;
import dure.Receivers;
import dure.WhenFull;
import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.ByteSize;
import dure.cli.options.Capacities;
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
          "zero|N|BYTES|unbounded",
          Capacities::parse,
          DEFAULT.capacity(),
          "How many messages it holds before senders wait; with 'zero' they hand over to receivers,"
              + " and nothing is stored; for pipes and System V queues as 64K");
  private final Value<@Nullable ByteSize> limit =
      syntax.option(
          "--limit",
          "BYTES",
          ByteSize::parse,
          "The most memory an unbounded one takes for messages (default: 1GiB)");
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
          "Who receives: 'pair' has one sender and one receiver; 'one' has one receiver at a time,"
              + " and the next takes over; with 'any' each message goes to one of many, with"
              + " 'ranked' to the one of the highest rank that waits, with 'all' to every"
              + " listener");
  private final Value<Order> order =
      syntax.option(
          "--order",
          Order.values(),
          DEFAULT.order(),
          "In which order messages are handed out: as they came, the highest priority first, or as"
              + " they came unless a receiver asks for a number");
  private final Value<WhenFull> whenFull =
      syntax.option(
          "--when-full",
          WhenFull.values(),
          DEFAULT.whenFull(),
          "What happens to the next message when it is full; what is dropped is counted");
  private final Value<Integer> attempts =
      syntax.option(
          "--attempts",
          "N",
          Count::parse,
          DEFAULT.attempts(),
          "After how many deliveries that came to nothing a message goes to --dead-letters, at most"
              + " 15; 0 for never");
  private final Value<@Nullable String> deadLetters =
      syntax.option(
          "--dead-letters", "NAME", text -> text, "The mailbox for such messages; create it too");
  private final Value<Integer> maxInFlight =
      syntax.option(
          "--max-in-flight",
          "N",
          Count::parse,
          DEFAULT.maxInFlight(),
          "How many deliveries a receiver may have in hand before it acknowledges one; 0 for any"
              + " number");
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

  private final Value<Boolean> ifAbsent =
      syntax.flag(
          "--if-absent",
          "End with 0 if there is one of this name already, whatever its choices are.");

  Create(Streams streams) {
    super(streams, "create");
    syntax
        .description(
            "Create a mailbox.",
            "It stays until 'dure rm' deletes it, or, if a process owns it, as long as this command"
                + " runs. NAME alone is shared memory, which the defaults below are of; others are"
                + " fifo:/PATH, pipe:NAME, posix:/NAME, sysv:KEY, unix:/PATH, tcp://HOST:PORT, and"
                + " file:/PATH for shared memory in a file of your own: they have defaults of their"
                + " own, and refuse what they cannot.")
        .examples(
            "  dure create orders",
            "  dure create orders --if-absent          in a script that may run twice",
            "  dure create orders --capacity 1000 --message-size 4K",
            "  dure create feed --receivers pair       one sender, one receiver: the fastest",
            "  dure create handover --capacity zero    a send waits for the receive",
            "  dure create urgent --order priority     then: dure send urgent --priority 5 ...",
            "  dure create ticks --when-full drop-oldest",
            "  dure create work --attempts 3 --dead-letters broken",
            "  dure create jobs --mode 0660 --group staff",
            "  dure create scratch --owner process     gone when this command ends",
            "  dure create posix:/queue --capacity 10  a message queue of the kernel's",
            "  dure create tcp://0.0.0.0:7000          open to other machines");
  }

  @Override
  ExitCode run() throws InterruptedException {
    try {
      return createAndStay();
    } catch (MailboxExistsException exists) {
      if (ifAbsent.get()) {
        return ExitCode.DONE;
      }
      throw exists;
    }
  }

  private ExitCode createAndStay() throws InterruptedException {
    boolean lacksGrave = lacksGrave();
    try (Presence presence = Presence.at(name.get(), "dure create", this::create)) {
      if (lacksGrave) {
        streams.say(
            "there is no mailbox '" + deadLetters.get() + "' yet; create it for the dead letters");
      }
      capacity.ifSaid(said -> sayHowLong(presence.mailbox()));
      if (presence.mailbox().settings().owner() == Owner.PROCESS) {
        streams.say(
            "mailbox '"
                + presence.mailbox().address()
                + "' lives as long as this command runs; Ctrl-C ends both");
        stay(presence.mailbox());
      }
    }
    return ExitCode.DONE;
  }

  /// A capacity that was chosen is the pipe's, and a FIFO has one only while it is open.
  private void sayHowLong(Mailbox mailbox) {
    if (mailbox.address().scheme().equals("fifo")) {
      streams.say(
          "mailbox '"
              + mailbox.address()
              + "' goes back to its usual capacity of 64 KiB when no process has it open");
    }
  }

  /// Whether there is no dead-letter mailbox yet. It may come later; but a name that none can have,
  /// or that is merely misspelt, would show only when the first message is to go there.
  private boolean lacksGrave() {
    String grave = deadLetters.get();
    try {
      if (grave != null) {
        Mailbox.status(grave);
      }
      return false;
    } catch (NoSuchMailboxException notYet) {
      return true;
    }
  }

  /// What is not said is as the transport has it.
  private Mailbox create(MailboxBuilder mailbox) {
    limit.ifSaid(said -> mailbox.capacity(Capacities.limited(capacity.get(), said)));
    if (limit.get() == null) {
      capacity.ifSaid(mailbox::capacity);
    }
    messageSize.ifSaid(said -> mailbox.messageSize(said.bytes()));
    receivers.ifSaid(mailbox::receivers);
    order.ifSaid(mailbox::order);
    whenFull.ifSaid(mailbox::whenFull);
    String grave = deadLetters.get();
    mailbox.deadLetters(attempts.get(), grave == null ? DEFAULT.deadLetters() : grave);
    maxInFlight.ifSaid(mailbox::maxInFlight);
    owner.ifSaid(mailbox::owner);
    mode.ifSaid(said -> mailbox.mode(said.bits()));
    group.ifSaid(mailbox::group);
    patience.ifSaid(mailbox::patience);
    participants.ifSaid(mailbox::participants);
    return mailbox.create();
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
