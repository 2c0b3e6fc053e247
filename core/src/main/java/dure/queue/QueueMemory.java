// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import dure.layout.ParticipantLayout;
import dure.raw.Words;

/// The memory an engine works on, by address. It stays mapped as long as the engine is used.
///
/// @param mailbox the mailbox's address, for errors
/// @param header where the region's header is
/// @param engine where the cells or the ring begin
/// @param capacity how many messages it holds
/// @param messageSize the longest message
/// @param page bytes of the pages for which the region is laid out
/// @param rendezvous whether a message is only offered, and is no more when its sender is not
/// @param participants entries in the participants table
/// @param participant who uses it: an index into the participants table
/// @param participantId its id, which goes with what it sends
public record QueueMemory(
    String mailbox,
    long header,
    long engine,
    int capacity,
    long messageSize,
    int page,
    boolean rendezvous,
    int participants,
    int participant,
    long participantId) {

  /// The id in an entry of the participants table; 0 if there is no such entry.
  long idOf(int index) {
    long entry = ParticipantLayout.OFFSET + index * ParticipantLayout.BYTES;
    return index < 1 || index > participants
        ? 0
        : Words.longOpaque(header + entry + ParticipantLayout.ID);
  }
}
