// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Mailbox;
import dure.MailboxStatus;
import dure.cli.exit.ExitCode;
import dure.cli.io.Json;
import dure.cli.io.MailboxSheet;
import dure.cli.io.Streams;
import dure.cli.options.Value;
import java.io.IOException;

/// Shows all there is to know about one mailbox.
final class Stat extends Subcommand {
  private final Value<String> name = syntax.parameter("NAME", "Name of the mailbox.");
  private final Value<Boolean> json = syntax.flag("--json", "Write an object.");

  Stat(Streams streams) {
    super(streams, "stat");
    syntax
        .description(
            "Show what a mailbox looks like now, and who has it open.",
            "Counters run from its creation: 'repaired' counts what was put right after dead"
                + " processes, 'passed' the claims that outlasted the mailbox's patience, 'dropped'"
                + " the messages that made room or found none, 'dead' those that went to the"
                + " dead-letter mailbox.")
        .examples("  dure stat orders", "  dure stat orders --json | jq .depth");
  }

  @Override
  ExitCode run() throws IOException {
    MailboxStatus status = Mailbox.status(name.get());
    streams.print(json.get() ? Json.of(status) : MailboxSheet.of(status));
    return ExitCode.DONE;
  }
}
