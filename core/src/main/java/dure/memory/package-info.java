// SPDX-License-Identifier: Apache-2.0

/// Shared memory of the caller's own: regions that processes create, attach, detach and remove, of
/// every kind that Linux has.
///
/// The callers agree on what lies in a region, and which process writes it when; mailboxes do that
/// by themselves. May use `dure`, `dure.handover`, `dure.layout`, `dure.linux` and `dure.file`.
/// Start at [dure.memory.Region].
@NullMarked
package dure.memory;

import org.jspecify.annotations.NullMarked;
