// SPDX-License-Identifier: Apache-2.0

/// Bridges: messages of one mailbox carried into another, of any transport each.
///
/// ```
/// sender --> [ FROM ] --- delivery ---> bridge --- send ---> [ TO ] --> receiver
///                <------ acknowledge ------'  after TO has accepted the message
/// ```
///
/// Start at [dure.bridge.Bridge]. May use `dure` and `dure.stream`.
@NullMarked
package dure.bridge;

import org.jspecify.annotations.NullMarked;
