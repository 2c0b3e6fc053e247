// SPDX-License-Identifier: Apache-2.0
package dure.layout;

/// The segments of an unbounded mailbox: its cells in groups, each with memory only while it is
/// used. The *directory*, a word for each segment, stands before the cells.
///
/// ```
///  63                          14 13          4 3      0
/// +------------------------------+-------------+-------+
/// |           lap (44)           |  owner (10) | state |
/// +------------------------------+-------------+-------+
/// ```
public final class SegmentLayout {
  /// Cells in a segment: 64 KiB of them.
  public static final int CELLS = 512;

  /// No memory: all cells are free, in the lap.
  public static final int ABSENT = 0;

  /// The cells have memory, and their words say all.
  public static final int PRESENT = 1;

  /// The owner is about to give it memory, or to take it; until then it is as if absent.
  public static final int BUSY = 2;

  private static final int OWNER_SHIFT = 4;
  private static final int LAP_SHIFT = 14;

  /// The largest region that is laid out for growing, memory or not.
  private static final long LARGEST = 1L << 42;

  private SegmentLayout() {}

  public static long of(int state, int owner, long lap) {
    return state | (long) owner << OWNER_SHIFT | lap << LAP_SHIFT;
  }

  public static int state(long word) {
    return (int) word & 0xF;
  }

  public static int owner(long word) {
    return (int) (word >>> OWNER_SHIFT) & 0x3FF;
  }

  public static long lap(long word) {
    return word >>> LAP_SHIFT;
  }

  /// How many cells an unbounded mailbox has for messages up to `messageSize`: whole segments.
  public static int cells(long messageSize) {
    long each = CellLayout.BYTES + CellLayout.bayStride(messageSize);
    long cells = Math.min(1L << 20, LARGEST / each);
    return (int) (cells / CELLS) * CELLS;
  }

  /// The directory of so many cells, in whole pages.
  public static long directoryBytes(int cells) {
    return ((long) cells / CELLS * Long.BYTES + 4095) & -4096L;
  }
}
