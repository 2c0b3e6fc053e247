// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import java.io.IOException;
import picocli.AutoComplete;

/// Prints what teaches a shell to complete our commands and options.
final class Completion extends Subcommand {
  /// Where the rest has nothing to offer and no option begins, a mailbox is named.
  private static final String NAMES =
      """

      # Names of mailboxes, asked of the command itself.
      function _complete_dure_names() {
        _complete_dure "$@"
        local word=${COMP_WORDS[COMP_CWORD]}
        case ${COMP_WORDS[1]} in
          send | receive | ls | stat | watch | peek | tail | purge | move | replay | rm) ;;
          *) return ;;
        esac
        if [ ${#COMPREPLY[@]} -eq 0 ] && [ "$COMP_CWORD" -gt 1 ] && [ "${word#-}" = "$word" ]; then
          COMPREPLY=( $(compgen -W "$(dure ls --names 2>/dev/null)" -- "$word") )
        fi
      }
      complete -F _complete_dure_names -o default dure
      """;

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
    streams.print(AutoComplete.bash("dure", Dure.commandLine(streams)) + NAMES);
    return ExitCode.DONE;
  }
}
