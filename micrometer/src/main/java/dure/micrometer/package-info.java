// SPDX-License-Identifier: Apache-2.0

/// Meters of the mailboxes of this process, for any registry of Micrometer.
///
/// May use `dure`. Start at [dure.micrometer.MailboxMetrics].
@NullMarked
package dure.micrometer;

import org.jspecify.annotations.NullMarked;
