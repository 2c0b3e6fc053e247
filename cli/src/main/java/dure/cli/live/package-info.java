// SPDX-License-Identifier: Apache-2.0

/// Mailboxes as they change: what happened between two looks, and how a terminal shows it.
///
/// May use `dure`, `dure.inspect`, `dure.cli.io` and `dure.cli.options`. Start at
/// [dure.cli.live.TopView].
@NullMarked
package dure.cli.live;

import org.jspecify.annotations.NullMarked;
