// SPDX-License-Identifier: Apache-2.0

/// Direct communication: processes that talk to each other by name, and ports, which are mailboxes
/// known by number.
///
/// A process that joins under a name listens at an abstract socket of that name. A process that
/// sends to it for the first time gets the *link* there: one for the pair, in both directions, each
/// of them an anonymous mailbox with room of its own, which the receiver owns:
///
/// ```
/// P ──── connects to Q, as "P" ──▶ Q   the kernel says that this is the process called P
/// P ◀── memory of the link P→Q ─── Q   Q owns it; it goes with Q, and outlives P until it is empty
/// ```
///
/// So `receive(P)` is a receive from the mailbox of that link, and what others send has no part in
/// it; a receive from any process waits at all links together. No listing shows the mailbox of a
/// link, and no address opens it. (`docs/decisions/0026-links-of-their-own.md`)
///
/// May use `dure`, `dure.file`, `dure.handover`, `dure.layout`, `dure.linux`, `dure.parking` and
/// `dure.raw`.
@NullMarked
package dure.direct;

import org.jspecify.annotations.NullMarked;
