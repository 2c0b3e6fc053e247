// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

import java.util.OptionalLong;

/// A record in the ring of a pair: its header of eight bytes and a message.
///
/// @param position of its message in the order of arrival
/// @param offset where it begins, in bytes from the start of the ring
/// @param bytes it takes there, header and padding included
/// @param size of the message, in bytes
/// @param sender id of the participant that sent it; empty if the sender took it back
/// @param wanted whether its sender waits for it to be received, and may take it back until then
/// @param deliveries how often it was handed out in place, or as a delivery, so far: at 1 or more
///   its receiver has it in hand, or has given it back to be delivered again
/// @param beginning of its message: its first characters, at most [CellSnapshot#MOST_CHARACTERS],
///   up to the first byte that is no visible ASCII character
public record RecordSnapshot(
    long position,
    long offset,
    long bytes,
    long size,
    OptionalLong sender,
    boolean wanted,
    int deliveries,
    String beginning) {}
