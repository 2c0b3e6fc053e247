// SPDX-License-Identifier: Apache-2.0
package dure.queue;

/// The memory an engine works on, by address. It stays mapped as long as the engine is used.
///
/// @param mailbox the mailbox's address, for errors
/// @param header where the region's header is
/// @param engine where the cells or the ring begin
/// @param capacity how many messages it holds
/// @param messageSize the longest message
/// @param rendezvous whether a message is only offered, and is no more when its sender is not
/// @param participant who uses it: an index into the participants table
/// @param participantId his id, which goes with what he sends
public record QueueMemory(
    String mailbox,
    long header,
    long engine,
    int capacity,
    long messageSize,
    boolean rendezvous,
    int participant,
    long participantId) {}
