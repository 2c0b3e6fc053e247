// SPDX-License-Identifier: Apache-2.0

/// The lab: a page of this machine on which the lecture moves.
///
/// May use everything below. Start at [dure.lab.Lab].
@NullMarked
package dure.lab;

import org.jspecify.annotations.NullMarked;
