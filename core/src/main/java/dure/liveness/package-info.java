// SPDX-License-Identifier: Apache-2.0

/// Which processes live, and locks that a death gives back: the kernel's word for it, in a form
/// that a process without the rights of the holder can neither fake nor hold up.
///
/// May use `dure`, `dure.file`, `dure.layout`, `dure.linux` and `dure.raw`. Start at
/// [dure.liveness.Token] and [dure.liveness.RobustLock].
@NullMarked
package dure.liveness;

import org.jspecify.annotations.NullMarked;
