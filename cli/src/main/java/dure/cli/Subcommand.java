// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.cli.exit.ExitCode;
import dure.cli.io.Streams;
import dure.cli.options.Syntax;
import java.util.concurrent.Callable;

/// What all subcommands share: their streams, their syntax, and an end with an [ExitCode].
abstract class Subcommand implements Callable<Integer> {
  final Streams streams;
  final Syntax syntax;

  /// @param name of the subcommand
  Subcommand(Streams streams, String name) {
    this.streams = streams;
    this.syntax = Syntax.of(this, name);
  }

  @Override
  public final Integer call() throws Exception {
    return run().number();
  }

  /// Does it.
  abstract ExitCode run() throws Exception;
}
