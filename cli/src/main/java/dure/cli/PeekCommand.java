// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Message;
import dure.cli.exit.ExitCode;
import dure.cli.io.Json;
import dure.cli.io.MessageText;
import dure.cli.io.Streams;
import dure.cli.options.Count;
import dure.cli.options.Syntax;
import dure.cli.options.Value;
import dure.inspect.Peek;
import java.io.IOException;

/// Shows messages without taking them.
final class PeekCommand extends Subcommand {
  private final Value<String> name = syntax.parameter("NAME", "Name of the mailbox.");
  private final Value<Integer> count =
      syntax.option("-n", "N", Count::parse, 10, "Show the first N messages");
  private final Syntax form = syntax.choice();
  private final Value<Boolean> hex =
      form.flag("--hex", "Write the contents in hexadecimal digits, text or not.");
  private final Value<Boolean> json =
      form.flag("--json", "Write an object a line, as 'receive --json' does.");

  PeekCommand(Streams streams) {
    super(streams, "peek");
    syntax
        .description(
            "Show the messages that nobody has taken, and leave them where they are.",
            "A line is the message's position, its length, its sender and its contents. In shared"
                + " memory the right to read the mailbox is enough.")
        .examples(
            "  dure peek orders                        the next ten",
            "  dure peek orders -n 1 --hex",
            "  dure peek orders -n 1000 --json | jq .size");
  }

  @Override
  ExitCode run() throws IOException {
    for (Message message : Peek.at(name.get(), count.get())) {
      streams.print(json.get() ? Json.of(message) : MessageText.of(message, hex.get()) + "\n");
    }
    return ExitCode.DONE;
  }
}
