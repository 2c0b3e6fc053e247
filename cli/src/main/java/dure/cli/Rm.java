// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Mailbox;
import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.Value;

/// Deletes a mailbox.
final class Rm extends Subcommand {
  private final Value<String> name = syntax.parameter("NAME", "Name of the mailbox.");

  Rm(Streams streams) {
    super(streams, "rm");
    syntax
        .description(
            "Delete a mailbox and the messages in it.",
            "Whoever waits at it is woken and ends with exit code 7. One that is damaged is removed"
                + " too.")
        .examples("  dure rm orders");
  }

  @Override
  ExitCode run() {
    Mailbox.delete(name.get());
    return ExitCode.DONE;
  }
}
