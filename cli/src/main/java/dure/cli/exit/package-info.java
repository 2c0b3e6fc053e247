// SPDX-License-Identifier: Apache-2.0

/// How a command ends: the exit codes, which error has which, and the one line that says why.
///
/// May use `dure` and `dure.cli.io`. Start at [dure.cli.exit.ExitCode].
@NullMarked
package dure.cli.exit;

import org.jspecify.annotations.NullMarked;
