// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.Count;
import dure.cli.options.TimeSpan;
import dure.cli.options.Value;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Moves messages from one mailbox to another.
final class Move extends Subcommand {
  private final Value<String> from = syntax.parameter("FROM", "Mailbox to take messages from.");
  private final Value<String> to = syntax.parameter("TO", "Mailbox to put them into.");
  private final Value<@Nullable Integer> count =
      syntax.option("-n", "N", Count::parse, "Move N messages at most");
  private final Value<Duration> timeout =
      syntax.option(
          "--timeout", "TIME", TimeSpan::parse, Duration.ZERO, "Wait so long for room in TO");

  Move(Streams streams) {
    super(streams, "move");
    syntax
        .description(
            "Move the messages of a mailbox into another, and write how many were moved.",
            "Nothing is lost: a message leaves FROM when TO has accepted it. Priorities and numbers"
                + " go along where TO has such an order. Exit code 3 if TO had no room for all.")
        .examples("  dure move orders archive", "  dure move orders archive -n 10 --timeout 5s");
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    if (from.get().equals(to.get())) {
      throw syntax.mistake("FROM and TO are the same mailbox");
    }
    try (Presence source = Presence.at(from.get(), "dure move", builder -> builder.open());
        Presence target = Presence.at(to.get(), "dure move", builder -> builder.open())) {
      Integer most = count.get();
      Relocation relocation =
          new Relocation(
              source.mailbox(), message -> new Relocation.Parcel(message, target.mailbox()));
      long moved = relocation.move(most, timeout.get());
      streams.print(moved + "\n");
      boolean all = (most != null && moved >= most) || source.mailbox().occupancy().depth() == 0;
      if (!all) {
        streams.say("mailbox '" + to.get() + "' has no room for the others, or they are in use");
      }
      return all ? ExitCode.DONE : ExitCode.NOT_NOW;
    }
  }
}
