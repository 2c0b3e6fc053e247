// SPDX-License-Identifier: Apache-2.0

/// The kernel: system calls by number, their constants and the byte layouts they take.
///
/// May use `dure`, for its exceptions. Every call returns what the kernel returned: zero or more on
/// success, minus the errno on failure; the callers turn that into meaning. Start at
/// [dure.linux.SystemCall].
@NullMarked
package dure.linux;

import org.jspecify.annotations.NullMarked;
