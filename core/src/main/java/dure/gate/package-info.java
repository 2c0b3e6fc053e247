// SPDX-License-Identifier: Apache-2.0

/// One-word algorithms in shared memory: the gate at which processes sleep and wake, and how they
/// pace themselves before.
///
/// May use `dure`, `dure.layout`, `dure.linux`, `dure.parking` and `dure.raw`. Start at
/// [dure.gate.Gate].
@NullMarked
package dure.gate;

import org.jspecify.annotations.NullMarked;
