// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

import java.util.OptionalLong;

/// One cell of a mailbox, and what is known of the message in it.
///
/// @param index of the cell, from 0
/// @param state what it holds
/// @param position of its message in the order of the mailbox; of a free cell, the position that
///   the next claim of it gets; empty where that is not decided yet
/// @param holder id of the participant whose claim or take it is, while it is [CellState#WRITING],
///   [CellState#READING], [CellState#REVOKED] or [CellState#DONE]
/// @param orphaned whether that participant is dead and no other one has repaired the cell yet
/// @param sender id of the participant that sent the message
/// @param size of the message, in bytes; 0 where there is none
/// @param redelivered how often the message was handed out before
/// @param number that its sender gave it, or 0
/// @param priority that its sender gave it, or 0
/// @param wanted whether its sender waits until it is received or acknowledged
/// @param beginning of a message that is short enough to lie in its cell: its first characters, at
///   most [#MOST_CHARACTERS], up to the first byte that is no visible ASCII character; else empty
public record CellSnapshot(
    int index,
    CellState state,
    OptionalLong position,
    OptionalLong holder,
    boolean orphaned,
    OptionalLong sender,
    long size,
    int redelivered,
    long number,
    int priority,
    boolean wanted,
    String beginning) {
  /// The most characters of a message that are shown.
  public static final int MOST_CHARACTERS = 12;
}
