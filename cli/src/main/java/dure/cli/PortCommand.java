// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Mailbox;
import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.Count;
import dure.cli.options.Value;
import dure.direct.Port;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Serves at a port: claims it, and writes what comes.
final class PortCommand extends Subcommand {
  private final Value<@Nullable String> number =
      syntax.optionalParameter("NUMBER", "The port to claim; without it, any that is free.");
  private final Value<@Nullable Integer> count =
      syntax.option("--count", "N", Count::parse, "End after N messages");
  private final Value<Boolean> list = syntax.flag("--list", "List the ports that are taken.");

  PortCommand(Streams streams) {
    super(streams, "port");
    syntax
        .description(
            "Claim a port, a mailbox known by number, and write what is sent to it, a line each.",
            "The port is free again when this ends, however it ends. Others send to 'port.NUMBER'.")
        .examples(
            "  dure port 23                            in one terminal",
            "  dure send port.23 hello                 in another",
            "  dure port --count 1                     any free one; says which on standard error",
            "  dure port --list");
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    String wanted = number.get();
    if (list.get()) {
      if (wanted != null) {
        throw syntax.mistake("say either NUMBER or --list");
      }
      for (Port port : Port.taken()) {
        streams.print(port.number() + "\n");
      }
      return ExitCode.DONE;
    }
    try (Mailbox mailbox = wanted == null ? Port.claimAny() : Port.of(parse(wanted)).claim()) {
      if (wanted == null) {
        streams.say("port " + Port.of(mailbox).number());
      }
      Integer most = count.get();
      for (int received = 0; most == null || received < most; received++) {
        streams.print(mailbox.receive().text() + "\n");
        streams.out().flush();
      }
    }
    return ExitCode.DONE;
  }

  private int parse(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notOne) {
      throw syntax.mistake("NUMBER is a port from 1 to " + Port.LAST + ", not '" + text + "'");
    }
  }
}
