// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

import java.util.Map;

/// Neighbouring cells of a large mailbox, counted instead of listed.
///
/// @param first index of its first cell
/// @param cells how many there are
/// @param states how many of them are in each state; states that none is in are left out
/// @param messages how many messages each sender has there, by the sender's id
public record SectorSnapshot(
    int first, int cells, Map<CellState, Integer> states, Map<Long, Integer> messages) {}
