// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.bridge.Bridge;
import dure.bridge.Route;
import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.Value;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Carries messages from one mailbox to another until a signal ends it.
final class BridgeCommand extends Subcommand {
  private final Value<@Nullable String> from =
      syntax.optionalParameter("FROM", "The mailbox whose messages are taken.");
  private final Value<@Nullable String> to =
      syntax.optionalParameter("TO", "The mailbox that gets them.");
  private final Value<Boolean> drain =
      syntax.flag("--drain", "Carry the messages that are there now, and end.");
  private final Value<Boolean> list =
      syntax.flag("--list", "List the bridges that run in this namespace.");

  BridgeCommand(Streams streams) {
    super(streams, "bridge");
    syntax
        .description(
            "Carry messages from one mailbox to another, of any transport each.",
            "A message leaves FROM when TO has accepted it. A mailbox that is not there, or is"
                + " lost, is tried again and again; TO is created if it can outlive this command."
                + " Several bridges may join the same mailboxes.")
        .examples(
            "  dure bridge orders tcp://far:7000       until Ctrl-C",
            "  dure bridge posix:/jobs jobs            from a C program's queue into shared memory",
            "  dure bridge orders backup --drain       what is there now",
            "  dure bridge --list");
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    String first = from.get();
    String other = to.get();
    if (list.get() != (first == null && other == null) || (first == null) != (other == null)) {
      throw syntax.mistake("say either FROM and TO, or --list");
    }
    if (first == null || other == null) {
      for (Route route : Bridge.running()) {
        streams.print(route + "\n");
      }
      return ExitCode.DONE;
    }
    carry(first, other);
    return ExitCode.DONE;
  }

  private void carry(String first, String other) throws InterruptedException {
    try (Bridge bridge = Bridge.between(first, other)) {
      Thread atExit = new Thread(bridge::close, "dure-leaves");
      Runtime.getRuntime().addShutdownHook(atExit);
      bridge.onTrouble(trouble -> streams.say(trouble.getMessage() + " (trying again)"));
      if (drain.get()) {
        bridge.drain();
      } else {
        bridge.carry();
      }
      removeFromExit(atExit);
    }
  }

  private static void removeFromExit(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException alreadyEnding) {
      // then it runs, and closing again does nothing
    }
  }
}
