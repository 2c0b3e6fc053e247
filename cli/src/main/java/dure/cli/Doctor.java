// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.cli.doctor.LimitCheck;
import dure.cli.doctor.LimitChecks;
import dure.cli.doctor.MailboxChecks;
import dure.cli.doctor.Surroundings;
import dure.cli.exit.ExitCode;
import dure.cli.io.Json;
import dure.cli.io.LimitTable;
import dure.cli.io.Streams;
import dure.cli.options.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Says what is well on this system, what is not, and what to do about it.
final class Doctor extends Subcommand {
  private final Value<Boolean> json = syntax.flag("--json", "Write an array of objects.");

  Doctor(Streams streams) {
    super(streams, "doctor");
    syntax
        .description(
            "Examine what mailboxes, regions and locks meet on this system: each limit, what it"
                + " bounds, whether it serves, and what to do if not; and the mailboxes that are"
                + " damaged or have something of a dead process in them.",
            "'sysctl -w' lasts until the next start; a line in /etc/sysctl.d keeps it.")
        .examples("  dure doctor", "  dure doctor --json | jq '.[] | select(.verdict != \"ok\")'");
  }

  @Override
  ExitCode run() throws IOException {
    List<LimitCheck> all = new ArrayList<>(LimitChecks.read());
    all.addAll(Surroundings.look());
    all.addAll(MailboxChecks.look());
    streams.print(json.get() ? Json.ofLimits(all) : LimitTable.of(all));
    return ExitCode.DONE;
  }
}
