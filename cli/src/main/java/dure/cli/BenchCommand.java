// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.Value;
import java.util.List;

/// The benchmarks' place among the commands. They come with the sources, not with the command; the
/// launcher `./dure` runs them before it ever gets here.
final class BenchCommand extends Subcommand {
  private final Value<List<String>> arguments =
      syntax.rest("ARGUMENT", "What the benchmarks are to do; './dure bench --help' tells.");

  BenchCommand(Streams streams) {
    super(streams, "bench");
    syntax
        .description("Measure Dure against the limits of this machine and against its peers.")
        .examples("  ./dure bench --quick                    in a source checkout");
  }

  @Override
  ExitCode run() {
    streams.say(
        "benchmarks run from a source checkout: ./dure bench " + String.join(" ", arguments.get()));
    return ExitCode.FAILED;
  }
}
