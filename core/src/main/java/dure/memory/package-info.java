// SPDX-License-Identifier: Apache-2.0

/// Regions: shared memory that is created, attached, detached and removed, whole and allocated or
/// not at all.
///
/// May use `dure`, `dure.layout`, `dure.linux` and `dure.raw`. Start at [dure.memory.SharedFile].
@NullMarked
package dure.memory;

import org.jspecify.annotations.NullMarked;
