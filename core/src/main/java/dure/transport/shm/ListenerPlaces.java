// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Receivers;
import dure.layout.ParticipantLayout;
import dure.layout.SlotWord;
import dure.raw.Words;
import java.util.OptionalLong;

/// Where the listeners of a mailbox are whose messages all receive, as one look finds them.
///
/// @param all whether all receive everything
/// @param slowest the cursor of the slowest listener; empty if none listens
record ListenerPlaces(boolean all, OptionalLong slowest) {
  /// @param base where the region is mapped
  static ListenerPlaces of(Header header, long base) {
    if (header.receivers() != Receivers.ALL) {
      return new ListenerPlaces(false, OptionalLong.empty());
    }
    OptionalLong slowest = OptionalLong.empty();
    for (int index = 1; index <= header.participants(); index++) {
      long entry = base + ParticipantLayout.OFFSET + index * ParticipantLayout.BYTES;
      long place = Words.longAcquire(entry + ParticipantLayout.PLACE); // SYNC: place
      if (place != 0 && (slowest.isEmpty() || place - 1 - slowest.getAsLong() < 0)) {
        slowest = OptionalLong.of(place - 1);
      }
    }
    return new ListenerPlaces(true, slowest);
  }

  /// Whether the message of a cell is kept for a receiver. One that the slowest listener has passed
  /// merely lies there.
  boolean await(int cell, long word) {
    return !all
        || (slowest.isPresent()
            && SlotWord.cursor(SlotWord.lap(word), cell) - slowest.getAsLong() >= 0);
  }
}
