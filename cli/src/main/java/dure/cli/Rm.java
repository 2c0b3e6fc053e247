// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Mailbox;
import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.Syntax;
import dure.cli.options.Value;

/// Deletes a mailbox.
final class Rm extends Subcommand {
  private final Value<String> name =
      syntax.parameter("NAME", "Name of the mailbox, or of what else is said.");
  private final Syntax what = syntax.choice();
  private final Value<Boolean> region =
      what.flag(
          "--region",
          "NAME is a region of shared memory: posix:/NAME, sysv:KEY, sysv:id=ID or file:/PATH.");

  private final Value<Boolean> semaphore =
      what.flag("--semaphore", "NAME is a semaphore: posix:/NAME, sysv:KEY or sysv:id=ID.");

  Rm(Streams streams) {
    super(streams, "rm");
    syntax
        .description(
            "Delete a mailbox and the messages in it.",
            "A process that waits at it is woken and ends with exit code 7. One that is damaged is"
                + " removed too.")
        .examples(
            "  dure rm orders",
            "  dure rm posix:/queue",
            "  dure rm sysv:0x2a --region              a segment, as 'dure ls --all' lists it");
  }

  @Override
  ExitCode run() {
    if (region.get()) {
      KernelNames.region(name.get()).remove();
    } else if (semaphore.get()) {
      KernelNames.removeSemaphore(name.get());
    } else {
      Mailbox.delete(name.get());
    }
    return ExitCode.DONE;
  }
}
