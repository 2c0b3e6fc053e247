// SPDX-License-Identifier: Apache-2.0

/// What goes on inside: read-only snapshots of mailboxes and of the machine, as records and as
/// JSON.
///
/// A snapshot changes nothing, takes no part and wakes no process; the right to read a mailbox is
/// enough to take one. May use `dure`, `dure.direct`, `dure.linux`, `dure.memory` and `dure.sync`.
/// Start at [dure.inspect.MailboxSnapshot].
@NullMarked
package dure.inspect;

import org.jspecify.annotations.NullMarked;
