// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import java.io.IOException;
import picocli.AutoComplete;

/// Prints what teaches a shell to complete our commands and options.
final class Completion extends Subcommand {
  Completion(Streams streams) {
    super(streams, "completion");
    syntax
        .description("Print the script that teaches bash or zsh to complete this command.")
        .examples(
            "  source <(dure completion)                        in ~/.bashrc or ~/.zshrc",
            "  dure completion > /etc/bash_completion.d/dure    for all users of bash");
  }

  @Override
  ExitCode run() throws IOException {
    streams.print(AutoComplete.bash("dure", Dure.commandLine(streams)));
    return ExitCode.DONE;
  }
}
