// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

import java.util.OptionalLong;

/// A segment of an unbounded mailbox that has memory, or is about to get or to lose it.
///
/// @param index of the segment; segment i has the cells from i times the cells of each
/// @param busy whether a participant gives it memory or takes it at this moment
/// @param holder id of that participant
/// @param messages how many accepted messages lie in it, those in receivers' hands included
public record SegmentSnapshot(int index, boolean busy, OptionalLong holder, int messages) {}
