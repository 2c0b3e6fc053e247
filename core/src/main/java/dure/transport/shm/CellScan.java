// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.layout.CellLayout;
import dure.layout.SegmentLayout;
import dure.raw.Words;

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
