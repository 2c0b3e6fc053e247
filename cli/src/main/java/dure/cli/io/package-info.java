// SPDX-License-Identifier: Apache-2.0

/// What a command reads and writes: its streams, lines, tables and JSON.
///
/// May use `dure`, `dure.cli.doctor`, `dure.cli.options`, `dure.memory` and `dure.sync`. Start at
/// [dure.cli.io.Streams].
@NullMarked
package dure.cli.io;

import org.jspecify.annotations.NullMarked;
