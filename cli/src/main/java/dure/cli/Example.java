// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.Value;
import java.util.List;

/// The examples' place among the commands. They come with the sources, and the launcher `./dure`
/// runs them.
final class Example extends Subcommand {
  private final Value<List<String>> arguments =
      syntax.rest("NAME", "Which example, and its arguments; './dure example' lists them.");

  Example(Streams streams) {
    super(streams, "example");
    syntax
        .description("Run an example of interprocess communication, a file each.")
        .examples("  ./dure example BoundedBuffer            in a source checkout");
  }

  @Override
  ExitCode run() {
    streams.say(
        "examples run from a source checkout: ./dure example " + String.join(" ", arguments.get()));
    return ExitCode.FAILED;
  }
}
