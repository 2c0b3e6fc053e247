// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.Value;
import java.util.List;

/// The lab's place among the commands. It comes with the sources, not with the command; the
/// launcher `./dure` runs it before it ever gets here.
final class LabCommand extends Subcommand {
  private final Value<List<String>> arguments =
      syntax.rest("ARGUMENT", "What the lab is to do; './dure lab --help' tells.");

  LabCommand(Streams streams) {
    super(streams, "lab");
    syntax
        .description("A page on which the lecture moves: real processes, real mailboxes, live.")
        .examples(
            "  ./dure lab                              in a source checkout",
            "  ./dure lab --no-open rendezvous         prints the address of one scenario");
  }

  @Override
  ExitCode run() {
    streams.say(
        "the lab runs from a source checkout: ./dure lab " + String.join(" ", arguments.get()));
    return ExitCode.FAILED;
  }
}
