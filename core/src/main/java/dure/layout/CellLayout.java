// SPDX-License-Identifier: Apache-2.0
package dure.layout;

import java.util.List;

/// A cell of the slots for many: the slot word, what is known of its message, and the message
/// itself if it is short. The cells stand together so that short messages stay dense; each has a
/// *bay*, elsewhere, for a message that is not short. What every receiver needs, and the beginning
/// of the message, share the first cache line; what few need is at the end of the second.
public final class CellLayout {
  /// One cell: two cache lines, which processors fetch together.
  public static final long BYTES = 128;

  public static final long WORD = 0;
  public static final long SENDER = 8;
  public static final long POSITION = 16;
  public static final long MESSAGE_SIZE = 24;
  public static final long SENDER_INDEX = 28;
  public static final long PAYLOAD = 32;
  public static final long NUMBER = 96;
  public static final long RECEIVER = 104;
  public static final long BAY = 112;
  public static final long PRIORITY = 120;

  /// The longest message that lies in the cell.
  public static final long SHORT_BYTES = NUMBER - PAYLOAD;

  /// The longest message that lies in the first line of the cell, with all that receivers need.
  public static final long LINE_BYTES = 64 - PAYLOAD;

  public static final List<Field> FIELDS =
      List.of(
          new Field("word", WORD, 8, "the slot word: the only truth about the cell"),
          new Field("sender", SENDER, 8, "id of the participant that sent it"),
          new Field("position", POSITION, 8, "its place in the order, counted from zero"),
          new Field("size", MESSAGE_SIZE, 4, "of the message, in bytes"),
          new Field("sender index", SENDER_INDEX, 4, "the participant that sent it"),
          new Field("payload", PAYLOAD, (int) SHORT_BYTES, "the message, if it fits here"),
          new Field("number", NUMBER, 8, "board: what receivers may ask for, or 0"),
          new Field("receiver", RECEIVER, 8, "id of the participant that was done with it"),
          new Field("bay", BAY, 8, "unbounded: bytes of the bay that have memory"),
          new Field("priority", PRIORITY, 4, "board: the higher goes first"));

  private CellLayout() {}

  /// The distance between the bays of messages up to `messageSize`; zero if all lie in their cells.
  public static long bayStride(long messageSize) {
    if (messageSize <= SHORT_BYTES) {
      return 0;
    }
    long lines = (messageSize + 63) >>> 6 << 6;
    // An odd number of lines, so that equal offsets of neighbours do not compete for one cache set.
    return (lines >>> 6 & 1) == 0 ? lines + 64 : lines;
  }
}
