// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.Value;
import java.util.List;

/// Stands for the broker in the help. The launcher runs the broker itself, from a library that the
/// other commands do not carry.
final class BrokerCommand extends Subcommand {
  private final Value<List<String>> arguments =
      syntax.rest("OPTION", "--host ADDRESS, --port PORT, --data DIR or --memory, --user NAME.");

  BrokerCommand(Streams streams) {
    super(streams, "broker");
    syntax
        .description(
            "Run a broker for mailboxes at artemis://HOST:PORT/NAME, until Ctrl-C.",
            "Messages lie in the directory of --data (default: dure-broker) and outlive the broker,"
                + " or with --memory they end with it.")
        .examples(
            "  ./dure broker --data /var/lib/dure      in a source checkout",
            "  dure bridge orders artemis://localhost/orders");
  }

  @Override
  ExitCode run() {
    streams.say(
        "the broker runs from a source checkout: ./dure broker "
            + String.join(" ", arguments.get()));
    return ExitCode.FAILED;
  }
}
