// SPDX-License-Identifier: Apache-2.0

/// Files of shared memory, with a name or without: made whole and allocated or not at all, mapped,
/// locked, removed.
///
/// May use `dure`, `dure.layout`, `dure.linux` and `dure.raw`. Start at [dure.file.SharedFile].
@NullMarked
package dure.file;

import org.jspecify.annotations.NullMarked;
