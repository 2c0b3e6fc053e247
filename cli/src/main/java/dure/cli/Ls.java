// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Mailbox;
import dure.MailboxStatus;
import dure.cli.exit.ExitCode;
import dure.cli.io.Json;
import dure.cli.io.MailboxTable;
import dure.cli.io.RegionTable;
import dure.cli.io.SemaphoreTable;
import dure.cli.io.Streams;
import dure.cli.options.Value;
import dure.memory.Region;
import dure.memory.RegionStatus;
import dure.posix.QueueLimits;
import dure.sync.SemaphoreStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Lists the mailboxes there are.
final class Ls extends Subcommand {
  private final Value<Boolean> json =
      syntax.flag("--json", "Write an array of objects, each with all that 'stat' shows.");

  private final Value<Boolean> everything =
      syntax.flag(
          "--all",
          "List also what else the kernel holds of this kind: regions of shared memory, and which"
              + " of them belong to a mailbox; semaphores.");

  Ls(Streams streams) {
    super(streams, "ls");
    syntax
        .description(
            "List the mailboxes on this machine, without disturbing their users.",
            "Queues of POSIX and System V are among them, of any program: the kernel keeps no"
                + " mark, and any of them can be used as a mailbox.")
        .examples(
            "  dure ls",
            "  dure ls --all",
            "  dure ls --json | jq -r '.[] | select(.depth > 0) | .mailbox'");
  }

  @Override
  ExitCode run() throws IOException {
    List<MailboxStatus> all = Mailbox.list();
    if (json.get()) {
      streams.print(
          everything.get() ? Json.of(all, Region.list(), SemaphoreStatus.list()) : Json.of(all));
      return ExitCode.DONE;
    }
    if (all.isEmpty()) {
      streams.say("there are no mailboxes; 'dure create NAME' makes one");
    } else {
      streams.print(MailboxTable.of(all));
    }
    if (everything.get()) {
      listTheRest(!all.isEmpty());
    }
    return ExitCode.DONE;
  }

  private void listTheRest(boolean apart) throws IOException {
    List<String> tables = new ArrayList<>();
    List<RegionStatus> regions = Region.list();
    if (!regions.isEmpty()) {
      tables.add(RegionTable.of(regions));
    }
    List<SemaphoreStatus> semaphores = SemaphoreStatus.list();
    if (!semaphores.isEmpty()) {
      tables.add(SemaphoreTable.of(semaphores));
    }
    streams.print((apart && !tables.isEmpty() ? "\n" : "") + String.join("\n", tables));
    QueueLimits.whyListIsIncomplete().ifPresent(streams::say);
  }
}
