// SPDX-License-Identifier: Apache-2.0

/// Shared memory of the caller's own: regions that processes create, attach, detach and remove, of
/// every kind that Linux has.
///
/// What lies in a region, and who may write it when, is the callers' to agree on; mailboxes do that
/// for those who would rather not. May use `dure`, `dure.handover`, `dure.layout`, `dure.linux` and
/// `dure.file`. Start at [dure.memory.Region].
@NullMarked
package dure.memory;

import org.jspecify.annotations.NullMarked;
