// SPDX-License-Identifier: Apache-2.0

/// What the JDK shows of the mailboxes of a running process: events of Flight Recorder, a
/// management bean for each open mailbox, and lines in the log.
///
/// May use `dure`. Start at [dure.monitor.MailboxMXBean].
@NullMarked
package dure.monitor;

import org.jspecify.annotations.NullMarked;
