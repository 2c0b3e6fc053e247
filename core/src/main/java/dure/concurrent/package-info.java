// SPDX-License-Identifier: Apache-2.0

/// Mailboxes in Java's own words: queues, publishers and subscribers, streams.
///
/// May use `dure`. Start at [dure.concurrent.MailboxQueue].
@NullMarked
package dure.concurrent;

import org.jspecify.annotations.NullMarked;
