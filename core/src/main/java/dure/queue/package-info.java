// SPDX-License-Identifier: Apache-2.0

/// The engines: how messages pass through memory that several processes share, any of which may be
/// killed at any instruction.
///
/// May use `dure`, `dure.layout`, `dure.raw`, `dure.gate` and, for its barrier, `dure.parking`.
/// They work on any memory, and know no files and no kernel. Start at [dure.queue.PairRing].
@NullMarked
package dure.queue;

import org.jspecify.annotations.NullMarked;
