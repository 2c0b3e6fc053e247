// SPDX-License-Identifier: Apache-2.0

/// Direct communication: processes that talk to each other by name, and ports, which are mailboxes
/// known by number.
///
/// A process that joins under a name gets two mailboxes of its own, which go when it ends:
///
/// ```
/// process.P       its registration: says where the inbox is; its end says that P is no more
/// inbox.PID.X     its inbox: what others have sent it, each message numbered by its sender's name
/// ```
///
/// So `receive(Q)` is a receive by number, and what others have sent stays where it is. To send to
/// Q for the first time opens Q's inbox: that is the *link*, one for each pair of processes that
/// talk, in both directions. (`docs/decisions/0011-direct-links.md`)
///
/// May use `dure`.
@NullMarked
package dure.direct;

import org.jspecify.annotations.NullMarked;
