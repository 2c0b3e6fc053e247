// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.cli.demo.DemoRun;
import dure.cli.demo.DemoSettings;
import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.ByteSize;
import dure.cli.options.Count;
import dure.cli.options.Value;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Carries a real file between processes and proves that it arrived.
final class Demo extends Subcommand {
  private final Value<@Nullable String> file =
      syntax.optionalParameter(
          "FILE", "The file (default: the modules of the running Java, over 100 MB).");
  private final Value<Integer> senders =
      syntax.option("--senders", "N", Count::parse, 2, "Processes that send");
  private final Value<Integer> receivers =
      syntax.option("--receivers", "N", Count::parse, 2, "Processes that receive");
  private final Value<Integer> capacity =
      syntax.option("--capacity", "N", Count::parse, 64, "How many messages the mailbox holds");
  private final Value<ByteSize> messageSize =
      syntax.option(
          "--message-size",
          "BYTES",
          ByteSize::parse,
          new ByteSize(64 << 10),
          "The longest message");
  private final Value<Boolean> kill =
      syntax.flag("--kill", "Kill a receiver and a sender midway with kill -9; replace them.");

  Demo(Streams streams) {
    super(streams, "demo");
    syntax
        .description(
            "Carry a file between processes through one mailbox, and check what arrived.",
            "The content, each piece exactly once, and the order of each sender are checked"
                + " against journals that the processes write outside shared memory. Ends with 1"
                + " if a check fails.")
        .examples(
            "  dure demo",
            "  dure demo photo.jpg --senders 4 --capacity 8",
            "  dure demo --kill                        and nothing is lost");
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    String given = file.get();
    Path carried =
        given == null ? Path.of(System.getProperty("java.home"), "lib", "modules") : Path.of(given);
    DemoSettings settings =
        new DemoSettings(
            carried,
            senders.get(),
            receivers.get(),
            capacity.get(),
            messageSize.get().bytes(),
            kill.get());
    try (DemoRun run = new DemoRun(settings, streams)) {
      return run.run() ? ExitCode.DONE : ExitCode.FAILED;
    }
  }
}
