// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Message;
import dure.layout.CellLayout;
import dure.layout.SegmentLayout;
import dure.layout.SlotWord;
import dure.raw.Words;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// One look at all cells of a region that changes nothing: each slot word once, by index. Cells
/// without memory are left out, because a read would make the kernel give them some.
final class CellScan {
  private final Header header;
  private final long base;

  /// @param base where the region is mapped
  CellScan(Header header, long base) {
    this.header = header;
    this.base = base;
  }

  /// What is done on the way.
  interface Visitor {
    /// A cell that has memory.
    void cell(int index, long word);

    /// A segment that has none, or is about to get or to lose it.
    ///
    /// @param first index of its first cell
    void segmentAbsent(int first, long segmentWord);
  }

  void visit(Visitor visitor) {
    int cells = header.cells();
    int step = header.isUnbounded() ? SegmentLayout.CELLS : cells;
    for (int first = 0; first < cells; first += step) {
      long segment = segment(first);
      if (SegmentLayout.state(segment) != SegmentLayout.PRESENT) {
        visitor.segmentAbsent(first, segment);
        continue;
      }
      for (int index = first; index < first + step; index++) {
        visitor.cell(index, word(index));
      }
    }
  }

  /// Whether a cell has memory.
  boolean isPresent(int index) {
    return SegmentLayout.state(segment(index)) == SegmentLayout.PRESENT;
  }

  long word(int index) {
    return Words.longAcquire(address(index) + CellLayout.WORD); // SYNC: slot-message (acquire side)
  }

  /// Where a message of `size` bytes lies.
  long payload(int index, long size) {
    long cells = base + header.cellsOffset();
    return size <= CellLayout.SHORT_BYTES
        ? address(index) + CellLayout.PAYLOAD
        : cells + header.cells() * CellLayout.BYTES + index * header.bayStride();
  }

  /// A copy of the message in a cell, if the slot word is the same before and after.
  ///
  /// @param missed how many passed unseen before it
  @Nullable Message copy(int index, long word, long missed) {
    long at = address(index);
    long size = Words.intPlain(at + CellLayout.MESSAGE_SIZE);
    if (size < 0 || size > header.messageSize() || !isPresent(index)) {
      return null;
    }
    byte[] bytes = new byte[(int) size];
    Words.copyOut(payload(index, size), bytes, 0, bytes.length);
    Message copy =
        Message.of(
            bytes,
            new Message.Stamps(
                Words.longPlain(at + CellLayout.SENDER),
                Words.longPlain(at + CellLayout.POSITION),
                Words.longPlain(at + CellLayout.NUMBER),
                Words.intPlain(at + CellLayout.PRIORITY),
                SlotWord.redelivered(word),
                missed));
    VarHandle.loadLoadFence(); // what was copied is older than the second look
    return word(index) == word ? copy : null;
  }

  long address(int index) {
    return base + header.cellsOffset() + index * CellLayout.BYTES;
  }

  /// The word of a cell's segment; where cells do not grow they are all present.
  private long segment(int index) {
    if (!header.isUnbounded()) {
      return SegmentLayout.of(SegmentLayout.PRESENT, 0, 0);
    }
    int segment = index / SegmentLayout.CELLS;
    return Words.longAcquire(base + header.engineOffset() + segment * (long) Long.BYTES);
  }
}
