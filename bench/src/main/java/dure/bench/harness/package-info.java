// SPDX-License-Identifier: Apache-2.0

/// Runs the measurements: starts the processes, pins them, notes what else the machine did, and
/// leaves nothing behind.
///
/// Start at [dure.bench.harness.Campaign].
@NullMarked
package dure.bench.harness;

import org.jspecify.annotations.NullMarked;
