// SPDX-License-Identifier: Apache-2.0

/// Synchronisation for shared memory: locks, semaphores, conditions, barriers and events that any
/// process which maps the memory can use, and the kernel's own semaphores.
///
/// Each primitive is a few words at an offset of a [java.lang.foreign.MemorySegment]; memory of
/// zeros is a free one. A process that is killed delays no other: its lock goes to the next holder,
/// with word of the death. `docs/sync.md` says which primitive is for what.
///
/// May use `dure`, `dure.file`, `dure.gate`, `dure.linux`, `dure.liveness`, `dure.parking` and
/// `dure.raw`. Start at [dure.sync.SharedLock].
@NullMarked
package dure.sync;

import org.jspecify.annotations.NullMarked;
