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
  /// Cells in a segment: 64 KiB of them, which is whole pages of any size.
  public static final int CELLS = 512;

  /// No memory: all cells are free, in the lap.
  public static final int ABSENT = 0;

  /// The cells have memory, and their words say all.
  public static final int PRESENT = 1;

  /// The owner is about to give it memory, or to take it; until then it is as if absent.
  public static final int BUSY = 2;

  /// The largest bays that come with their segment: 512 KiB of them.
  private static final long MOST_WITH_SEGMENT = 1024;

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

  /// The distance between the bays of messages up to `messageSize`. Small ones get and lose their
  /// memory with the segment, so those of a segment are whole pages. A large one has pages of its
  /// own, which come with its message and go with it.
  ///
  /// @param page bytes of a page
  public static long bayStride(long messageSize, int page) {
    long stride = CellLayout.bayStride(messageSize);
    return stride <= MOST_WITH_SEGMENT
        ? wholePages(stride * CELLS, page) / CELLS
        : wholePages(messageSize, page);
  }

  /// Whether bays so far apart have pages of their own.
  public static boolean havePages(long bayStride) {
    return bayStride > MOST_WITH_SEGMENT;
  }

  /// So many bytes, in whole pages.
  ///
  /// @param page bytes of a page, a power of two
  public static long wholePages(long bytes, int page) {
    return (bytes + page - 1) & -page;
  }

  /// How many cells an unbounded mailbox has for messages up to `messageSize`: whole segments.
  ///
  /// @param page bytes of a page
  public static int cells(long messageSize, int page) {
    long each = CellLayout.BYTES + bayStride(messageSize, page);
    long cells = Math.min(1L << 20, LARGEST / each);
    return (int) (cells / CELLS) * CELLS;
  }

  /// The directory of so many cells, in whole pages.
  ///
  /// @param page bytes of a page
  public static long directoryBytes(int cells, int page) {
    return wholePages((long) cells / CELLS * Long.BYTES, page);
  }
}
