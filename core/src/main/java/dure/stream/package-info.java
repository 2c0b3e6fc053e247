// SPDX-License-Identifier: Apache-2.0

/// Messages of any length, through memory of any size.
///
/// A long message goes in *pieces* through a *channel*: a pair of its sender's own, which lives as
/// long as the message is on its way. What lies in the mailbox itself is a short *announcement* of
/// it. So it has its place among the other messages, its receiver gets all of it, and others can be
/// sent and received meanwhile. (`docs/decisions/0010-long-messages.md`)
///
/// ```
/// sender                     mailbox               receiver
///   | create channel            |                      |
///   |--- announcement --------->|---- delivery ------->|
///   |--- piece --------> [ channel ] ---- piece ------>| open channel, acknowledge
///   |--- piece -------->    ...      ---- piece ------>|
///   |--- nothing ------>             ---- nothing ---->| the end
/// ```
///
/// May use `dure`.
@NullMarked
package dure.stream;

import org.jspecify.annotations.NullMarked;
