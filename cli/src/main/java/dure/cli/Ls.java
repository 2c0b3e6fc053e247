// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Mailbox;
import dure.MailboxStatus;
import dure.cli.exit.ExitCode;
import dure.cli.io.Json;
import dure.cli.io.MailboxTable;
import dure.cli.io.Streams;
import dure.cli.options.Value;
import java.io.IOException;
import java.util.List;

/// Lists the mailboxes there are.
final class Ls extends Subcommand {
  private final Value<Boolean> json =
      syntax.flag("--json", "Write an array of objects, each with all that 'stat' shows.");

  Ls(Streams streams) {
    super(streams, "ls");
    syntax
        .description("List the mailboxes on this machine, without disturbing anybody.")
        .examples("  dure ls", "  dure ls --json | jq -r '.[] | select(.depth > 0) | .mailbox'");
  }

  @Override
  ExitCode run() throws IOException {
    List<MailboxStatus> all = Mailbox.list();
    if (json.get()) {
      streams.print(Json.of(all));
    } else if (all.isEmpty()) {
      streams.say("there are no mailboxes; 'dure create NAME' makes one");
    } else {
      streams.print(MailboxTable.of(all));
    }
    return ExitCode.DONE;
  }
}
