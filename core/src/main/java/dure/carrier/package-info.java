// SPDX-License-Identifier: Apache-2.0

/// Mailboxes whose messages the kernel carries, in an object of its own: a channel that waits, over
/// what each mechanism can do without waiting.
///
/// May use `dure` and `dure.linux`. Start at [dure.carrier.Carrier].
@NullMarked
package dure.carrier;

import org.jspecify.annotations.NullMarked;
