// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Mailbox;
import dure.MailboxStatus;
import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.Count;
import dure.cli.options.TimeSpan;
import dure.cli.options.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sends dead letters back to where they came from.
final class Replay extends Subcommand {
  private final Value<String> deadLetters =
      syntax.parameter("DEAD-LETTERS", "The dead-letter mailbox.");
  private final Value<@Nullable String> to =
      syntax.option(
          "--to", "NAME", text -> text, "Send them there (default: the mailbox that names it)");
  private final Value<@Nullable Integer> count =
      syntax.option("-n", "N", Count::parse, "Replay N messages at most");
  private final Value<Duration> timeout =
      syntax.option("--timeout", "TIME", TimeSpan::parse, Duration.ZERO, "Wait so long for room");

  Replay(Streams streams) {
    super(streams, "replay");
    syntax
        .description(
            "Move dead letters back into the mailbox that they came from, to be tried anew.",
            "That is the mailbox whose '--dead-letters' names this one; if several do, --to says"
                + " which. Nothing is lost, as with 'move'.")
        .examples("  dure replay failed", "  dure replay failed --to orders -n 1");
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    String named = to.get();
    String target = named == null ? origin() : named;
    try (Presence source = Presence.at(deadLetters.get(), "dure replay", b -> b.open());
        Presence origin = Presence.at(target, "dure replay", b -> b.open())) {
      Integer most = count.get();
      long moved = new Relocation(source.mailbox(), origin.mailbox()).move(most, timeout.get());
      streams.print(moved + "\n");
      boolean all = (most != null && moved >= most) || source.mailbox().occupancy().depth() == 0;
      return all ? ExitCode.DONE : ExitCode.NOT_NOW;
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
