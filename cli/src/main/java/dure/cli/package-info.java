// SPDX-License-Identifier: Apache-2.0

/// The command `dure`: one file for each of its subcommands.
///
/// May use everything of the command below it, and of the library only `dure`, `dure.direct`,
/// `dure.memory`, `dure.posix`, `dure.stream` and `dure.sync`. Start at [dure.cli.Dure].
@NullMarked
package dure.cli;

import org.jspecify.annotations.NullMarked;
