// SPDX-License-Identifier: Apache-2.0

/// Scenarios that run: their processes and mailboxes, and what is seen of them, moment by moment.
///
/// May use `dure`, `dure.inspect`, `dure.direct`, `dure.pipe`, `dure.lab.kernel`,
/// `dure.lab.scenario` and `dure.lab.role`. Start at [dure.lab.run.ScenarioRun].
@NullMarked
package dure.lab.run;

import org.jspecify.annotations.NullMarked;
