// SPDX-License-Identifier: Apache-2.0

/// Mailboxes whose messages the kernel carries, in an object of its own: all forms of a call, over
/// what each mechanism can do without waiting.
///
/// May use `dure`, `dure.file`, `dure.gate`, `dure.linux` and `dure.parking`. Start at
/// [dure.carrier.Carrier].
@NullMarked
package dure.carrier;

import org.jspecify.annotations.NullMarked;
