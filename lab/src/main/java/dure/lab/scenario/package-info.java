// SPDX-License-Identifier: Apache-2.0

/// Situations of the lecture as data: which mailboxes, which processes, and what happens when.
///
/// May use `dure`. Start at [dure.lab.scenario.Scenario].
@NullMarked
package dure.lab.scenario;

import org.jspecify.annotations.NullMarked;
