// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Mailbox;
import dure.MailboxStatus;
import dure.Message;
import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.Count;
import dure.cli.options.TimeSpan;
import dure.cli.options.Value;
import dure.codec.DeadLetter;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sends dead letters back to where they came from, as they were sent at first.
final class Replay extends Subcommand {
  private final Value<String> deadLetters =
      syntax.parameter("DEAD-LETTERS", "The dead-letter mailbox.");
  private final Value<@Nullable String> to =
      syntax.option("--to", "NAME", text -> text, "Send them there (default: each to its origin)");
  private final Value<@Nullable Integer> count =
      syntax.option("-n", "N", Count::parse, "Replay N messages at most");
  private final Value<Duration> timeout =
      syntax.option("--timeout", "TIME", TimeSpan::parse, Duration.ZERO, "Wait so long for room");

  Replay(Streams streams) {
    super(streams, "replay");
    syntax
        .description(
            "Move dead letters back into the mailboxes that they came from, to be tried anew.",
            "A dead letter knows its origin, its attempts, and when it came here; 'dure peek' shows"
                + " them. One that had no room for that goes to the mailbox whose '--dead-letters'"
                + " names this one; if several do, --to says which. Nothing is lost, as with"
                + " 'move'.")
        .examples("  dure replay failed", "  dure replay failed --to orders -n 1");
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    try (Presence source = Presence.at(deadLetters.get(), "dure replay", b -> b.open());
        Targets targets = new Targets()) {
      Integer most = count.get();
      Relocation relocation = new Relocation(source.mailbox(), targets::parcel);
      long moved = relocation.move(most, timeout.get());
      streams.print(moved + "\n");
      boolean all = (most != null && moved >= most) || source.mailbox().occupancy().depth() == 0;
      return all ? ExitCode.DONE : ExitCode.NOT_NOW;
    }
  }

  /// The mailboxes that dead letters go to, each opened when the first one does.
  private final class Targets implements AutoCloseable {
    private final Map<String, Presence> open = new HashMap<>();

    /// The message as it was sent, and where it goes.
    Relocation.Parcel parcel(Message message) {
      DeadLetter dead = DeadLetter.of(message).orElse(null);
      String named = to.get();
      if (named != null) {
        return parcel(dead == null ? message : dead.body(), named);
      }
      return dead == null
          ? parcel(message, origin())
          : parcel(dead.body(), dead.origin().toString());
    }

    private Relocation.Parcel parcel(Message contents, String name) {
      Presence target =
          open.computeIfAbsent(name, its -> Presence.at(its, "dure replay", b -> b.open()));
      return new Relocation.Parcel(contents, target.mailbox());
    }

    @Override
    public void close() {
      open.values().forEach(Presence::close);
    }
  }

  private String origin() {
    List<String> origins =
        Mailbox.list().stream()
            .filter(status ->
                status.details() != null
                    && status.details().settings().deadLetters().equals(deadLetters.get()))
            .map(MailboxStatus::address)
            .map(Object::toString)
            .toList();
    if (origins.size() != 1) {
      throw syntax.mistake(
          origins.isEmpty()
              ? "no mailbox names '" + deadLetters.get() + "' for its dead letters: say --to NAME"
              : "several mailboxes name it: say --to with one of " + String.join(", ", origins));
    }
    return origins.getFirst();
  }
}
