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
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Lists the mailboxes there are.
final class Ls extends Subcommand {
  private final Value<@Nullable String> pattern =
      syntax.optionalParameter(
          "PATTERN", "Only mailboxes with such a name: * is any text, ? any letter.");

  private final Value<Boolean> names = syntax.flag("--names", "Write the names alone, one a line.");

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
            "  dure ls 'orders*'",
            "  dure ls --all",
            "  dure ls --json | jq -r '.[] | select(.depth > 0) | .mailbox'");
  }

  @Override
  ExitCode run() throws IOException {
    List<MailboxStatus> all = Mailbox.list().stream().filter(wanted()).toList();
    if (names.get()) {
      for (MailboxStatus status : all) {
        streams.print(status.address() + "\n");
      }
      return ExitCode.DONE;
    }
    if (json.get()) {
      streams.print(
          everything.get() ? Json.of(all, Region.list(), SemaphoreStatus.list()) : Json.of(all));
      return ExitCode.DONE;
    }
    if (all.isEmpty()) {
      streams.say(
          pattern.get() == null
              ? "there are no mailboxes; 'dure create NAME' makes one"
              : "there is no mailbox '" + pattern.get() + "'");
    } else {
      streams.print(MailboxTable.of(all));
    }
    if (everything.get()) {
      listTheRest(!all.isEmpty());
    }
    return ExitCode.DONE;
  }

  private Predicate<MailboxStatus> wanted() {
    String glob = pattern.get();
    if (glob == null) {
      return status -> true;
    }
    String regex =
        glob.codePoints()
            .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
            .collect(Collectors.joining());
    Pattern name = Pattern.compile(regex);
    return status -> name.matcher(status.address().toString()).matches();
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
