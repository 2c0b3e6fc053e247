// SPDX-License-Identifier: Apache-2.0

/// The benchmarks: what Dure costs, how near it comes to what the machine can do, and how it
/// compares with its peers. `docs/benchmarks.md` tells the method and the figures.
///
/// Start at [dure.bench.Bench].
@NullMarked
package dure.bench;

import org.jspecify.annotations.NullMarked;
