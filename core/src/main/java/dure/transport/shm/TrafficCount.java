// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.layout.SlotWord.FREE;
import static dure.layout.SlotWord.FULL;
import static dure.layout.SlotWord.LATE;
import static dure.layout.SlotWord.READING;
import static dure.layout.SlotWord.REVOKED;
import static dure.layout.SlotWord.WRITING;

import dure.layout.SegmentLayout;
import dure.layout.SlotWord;

/// Counts messages by the slot words, so that no message costs a counter. Each lap of a cell is a
/// message, but for the skipped, the abandoned and the unfinished. What is offered in a rendezvous
/// is not in the mailbox.
final class TrafficCount implements CellScan.Visitor {
  private final boolean rendezvous;
  private final ListenerPlaces listeners;
  private long laps;
  private long depth;
  private long unfinished;

  TrafficCount(Header header, ListenerPlaces listeners) {
    this.rendezvous = header.isRendezvous();
    this.listeners = listeners;
  }

  @Override
  public void cell(int index, long word) {
    int state = SlotWord.state(word);
    boolean sent = (state == FULL || state == LATE) && listeners.await(index, word);
    laps += SlotWord.lap(word) + (state == FREE ? 0 : 1);
    if (!rendezvous && (sent || state == READING)) {
      depth++;
    } else if ((sent && rendezvous) || state == WRITING || state == REVOKED) {
      unfinished++;
    }
  }

  @Override
  public void segmentAbsent(int first, long segmentWord) {
    laps += SegmentLayout.lap(segmentWord) * SegmentLayout.CELLS;
  }

  /// @param lost positions that were skipped, and claims that came to nothing
  Traffic traffic(long lost) {
    long sent = Math.max(depth, laps - lost - unfinished);
    return new Traffic(sent, sent - depth);
  }
}
