// SPDX-License-Identifier: Apache-2.0

/// What the system limits, what else mailboxes need, which of them are not well, and what to do.
///
/// May use `dure` and `dure.cli.options`. Start at [dure.cli.doctor.LimitChecks].
@NullMarked
package dure.cli.doctor;

import org.jspecify.annotations.NullMarked;
