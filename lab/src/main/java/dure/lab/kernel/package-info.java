// SPDX-License-Identifier: Apache-2.0

/// The two calls of the kernel that the lab makes by itself: signals to its own processes.
///
/// May use nothing of ours. Start at [dure.lab.kernel.ProcessSignals].
@NullMarked
package dure.lab.kernel;

import org.jspecify.annotations.NullMarked;
