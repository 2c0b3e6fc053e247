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
import dure.inspect.Trail;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Shows messages as they pass, without taking them.
final class Tail extends Subcommand {
  private static final long PAUSE_MILLIS = 5;

  private final Value<String> name = syntax.parameter("NAME", "Name of the mailbox.");
  private final Value<@Nullable Integer> count =
      syntax.option("-n", "N", Count::parse, "End after N messages");
  private final Syntax form = syntax.choice();
  private final Value<Boolean> hex =
      form.flag("--hex", "Write the contents in hexadecimal digits, text or not.");
  private final Value<Boolean> json =
      form.flag("--json", "Write an object a line, as 'receive --json' does.");

  Tail(Streams streams) {
    super(streams, "tail");
    syntax
        .description(
            "Show the messages that are sent from now on, as they pass, and take none.",
            "Senders and receivers notice nothing, so messages that pass faster than they are"
                + " looked at are missed; standard error says how many. It works where messages lie"
                + " in cells in the order of arrival: bounded mailboxes in shared memory, except"
                + " pairs.")
        .examples("  dure tail orders", "  dure tail orders -n 5 --json");
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    Integer most = count.get();
    try (Trail trail = Trail.of(name.get())) {
      streams.say("following '" + name.get() + "'");
      for (int shown = 0; most == null || shown < most; Thread.sleep(PAUSE_MILLIS)) {
        for (Message message : trail.next()) {
          if (most != null && shown >= most) {
            break;
          }
          show(message);
          shown++;
        }
      }
    }
    return ExitCode.DONE;
  }

  private void show(Message message) throws IOException {
    if (message.missed() > 0) {
      streams.say("missed " + message.missed() + " messages");
    }
    streams.print(json.get() ? Json.of(message) : MessageText.of(message, hex.get()) + "\n");
  }
}
