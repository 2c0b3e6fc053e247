// SPDX-License-Identifier: Apache-2.0

/// What can be said on a command line, beyond text and numbers: sizes, times, modes, and how long
/// to wait.
///
/// May use `dure`. Start at [dure.cli.options.Syntax].
@NullMarked
package dure.cli.options;

import org.jspecify.annotations.NullMarked;
