// SPDX-License-Identifier: Apache-2.0

/// What the tests of all modules share: children that play a role in a process of their own, and
/// the check that a test leaves nothing behind. Knows nothing of mailboxes.
@NullMarked
package dure.testkit;

import org.jspecify.annotations.NullMarked;
