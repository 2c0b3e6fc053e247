// SPDX-License-Identifier: Apache-2.0

/// The words: mailboxes, messages, and every choice the textbook gives about them.
///
/// May use nothing of ours; the transports that carry the messages arrive by
/// [java.util.ServiceLoader]. Start at [dure.Mailbox].
@NullMarked
package dure;

import org.jspecify.annotations.NullMarked;
