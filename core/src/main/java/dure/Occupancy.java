// SPDX-License-Identifier: Apache-2.0
package dure;

/// What a sender may want to know before it sends. True when looked at; others go on meanwhile.
///
/// @param depth messages in the mailbox, accepted and not yet given back; [#UNKNOWN] where the
///   kernel carries them and counts only bytes
/// @param room how many more it takes now; [Long#MAX_VALUE] if unknown
/// @param waitingReceivers threads that wait for a message; [#UNKNOWN] where the kernel carries the
///   messages and does not say
public record Occupancy(long depth, long room, long waitingReceivers) {
  /// A figure that is unknown.
  public static final long UNKNOWN = -1;
}
