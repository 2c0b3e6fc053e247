// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Mailbox;
import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.Count;
import dure.cli.options.Value;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Empties a mailbox.
final class Purge extends Subcommand {
  private final Value<String> name = syntax.parameter("NAME", "Name of the mailbox.");
  private final Value<@Nullable Integer> count =
      syntax.option("-n", "N", Count::parse, "Remove the first N messages only");

  Purge(Streams streams) {
    super(streams, "purge");
    syntax
        .description(
            "Remove the messages of a mailbox, and write how many there were.",
            "Those in a receiver's hands stay with it. The mailbox, and whoever waits at it, stay;"
                + " senders that waited for room go on. A message that is sent meanwhile is removed"
                + " as well, until the mailbox is found empty.")
        .examples("  dure purge orders", "  dure purge orders -n 1");
  }

  @Override
  ExitCode run() throws IOException {
    Integer most = count.get();
    long removed = 0;
    try (Presence presence = Presence.at(name.get(), "dure purge", builder -> builder.open())) {
      Mailbox mailbox = presence.mailbox();
      while ((most == null || removed < most) && mailbox.tryReceive() != null) {
        removed++;
      }
    }
    streams.print(removed + "\n");
    return ExitCode.DONE;
  }
}
