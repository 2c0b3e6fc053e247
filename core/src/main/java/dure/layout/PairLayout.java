// SPDX-License-Identifier: Apache-2.0
package dure.layout;

import java.util.List;

/// The pair's ring: records of any length, each eight bytes of header and then the message, the
/// next record after it at a multiple of eight. The ring's pages are mapped a second time behind
/// themselves, so a record that runs over the end goes on at the beginning and is contiguous all
/// the same.
///
/// The head word is `count << 32 | offset / 8`: how many records have been given back (modulo 2³²),
/// and where the next is. One word, so that its two parts cannot disagree.
public final class PairLayout {
  public static final long RECORD_HEADER = 0;
  public static final long RECORD_PAYLOAD = 8;

  /// The largest ring that the head word has room to point into.
  public static final long LARGEST_RING = 8L << 32;

  public static final List<Field> FIELDS =
      List.of(
          new Field(
              "header",
              RECORD_HEADER,
              8,
              "low 31 bits: the message's size + 1, zero while unpublished; bit 31: recallable;"
                  + " high half: the sender's id, 0 of one that was taken back"),
          new Field("payload", RECORD_PAYLOAD, 0, "the message"));

  /// Set in the header of a record that its sender may take back; the receiver clears it, by an
  /// atomic update, when it takes the message.
  public static final long RECALLABLE = 1L << 31;

  private PairLayout() {}

  /// A record with its header, in bytes.
  public static long recordBytes(long messageSize) {
    return RECORD_PAYLOAD + ((messageSize + 7) & ~7L);
  }

  /// A ring that always holds `capacity` records of the largest size and the empty header after
  /// them, in whole pages, because it is mapped twice.
  ///
  /// @param page bytes of a page
  public static long ringBytes(long capacity, long messageSize, int page) {
    return SegmentLayout.wholePages(capacity * recordBytes(messageSize) + 8, page);
  }

  public static long header(long messageSize, long sender) {
    return messageSize + 1 | sender << 32;
  }

  public static long messageSize(long header) {
    return (header & 0x7FFF_FFFFL) - 1;
  }

  public static boolean isRecallable(long header) {
    return (header & RECALLABLE) != 0;
  }

  /// The header of a record that its sender took back: room without a message.
  public static long takenBack(long header) {
    return header(messageSize(header), 0);
  }

  public static boolean isTakenBack(long header) {
    return header != 0 && sender(header) == 0;
  }

  public static long sender(long header) {
    return header >>> 32;
  }

  public static long head(int count, long offset) {
    return (long) count << 32 | offset >>> 3;
  }

  public static int headCount(long head) {
    return (int) (head >>> 32);
  }

  public static long headOffset(long head) {
    return (head & 0xFFFF_FFFFL) << 3;
  }

  /// The reading word: which record is handed out in place, and for the how-manieth time.
  public static long reading(int count, int deliveries) {
    return (long) count << 32 | deliveries;
  }

  public static int readingCount(long reading) {
    return (int) (reading >>> 32);
  }

  public static int readingDeliveries(long reading) {
    return (int) reading;
  }
}
