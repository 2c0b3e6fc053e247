// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.Value;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Shows the help of the command, or of a subcommand.
final class Help extends Subcommand {
  /// What the command is asked for when it is asked for nothing.
  static final String NAME = "help";

  private final Value<@Nullable String> command =
      syntax.optionalParameter("COMMAND", "The command to show the help of.");

  Help(Streams streams) {
    super(streams, NAME);
    syntax
        .description("Show the help of all commands, or of one.")
        .examples("  dure help", "  dure help send");
  }

  @Override
  ExitCode run() throws IOException {
    CommandLine shown = Dure.commandLine(streams);
    String name = command.get();
    if (name != null) {
      shown = shown.getSubcommands().get(name);
    }
    if (shown == null) {
      throw syntax.mistake("there is no command '" + name + "'");
    }
    streams.print(shown.getUsageMessage());
    return ExitCode.DONE;
  }
}
