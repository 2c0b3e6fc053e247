// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.cli.doctor.LimitChecks;
import dure.cli.exit.ExitCode;
import dure.cli.io.Json;
import dure.cli.io.LimitTable;
import dure.cli.io.Streams;
import dure.cli.options.Value;
import java.io.IOException;

/// Says what the system limits, and how to raise it.
final class Doctor extends Subcommand {
  private final Value<Boolean> json = syntax.flag("--json", "Write an array of objects.");

  Doctor(Streams streams) {
    super(streams, "doctor");
    syntax
        .description(
            "Show the limits that mailboxes, regions and locks meet on this system, what each"
                + " bounds, and how to raise it.",
            "'sysctl -w' lasts until the next start; a line in /etc/sysctl.d keeps it.")
        .examples(
            "  dure doctor", "  dure doctor --json | jq '.[] | select(.limits == \"pipes\")'");
  }

  @Override
  ExitCode run() throws IOException {
    streams.print(
        json.get() ? Json.ofLimits(LimitChecks.read()) : LimitTable.of(LimitChecks.read()));
    return ExitCode.DONE;
  }
}
