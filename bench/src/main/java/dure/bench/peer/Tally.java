// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

import java.nio.ByteBuffer;

/// What a receiver noticed of its messages: that they are the ones sent, whole and in order.
///
/// It looks at one word of every cache line and at the last word, so every byte of a message has
/// come to the receiver's processor.
public final class Tally {
  /// Marks the number of the last message of a slice.
  public static final long LAST = 1L << 63;

  /// The distance of the words that are looked at.
  static final int LINE = 64;

  private final long expectedSum;
  private long received;
  private long misplaced;
  private long damaged;
  private boolean last;

  /// @param messageBytes the length of each message
  public Tally(int messageBytes) {
    long fill = (PeerDraft.FILL & 0xFFL) * 0x0101_0101_0101_0101L;
    this.expectedSum = (messageBytes - Long.BYTES - 1L) / LINE * fill;
  }

  /// Notes a message.
  ///
  /// @param first its first word
  /// @param sum of the first words of all its other lines
  /// @param end its last word
  void note(long first, long sum, long end) {
    if ((first & ~LAST) != received) {
      misplaced++;
    }
    if (end != ~first || sum != expectedSum) {
      damaged++;
    }
    received++;
    last = first < 0;
  }

  /// Notes a message that lies in a buffer of little-endian words.
  void note(ByteBuffer bytes, int from, int size) {
    int end = from + size - Long.BYTES;
    long sum = 0;
    for (int at = from + LINE; at < end; at += LINE) {
      sum += bytes.getLong(at);
    }
    note(bytes.getLong(from), sum, bytes.getLong(end));
  }

  /// How many messages have been received.
  public long received() {
    return received;
  }

  /// How many of them were not the next in order.
  public long misplaced() {
    return misplaced;
  }

  /// How many of them were not whole.
  public long damaged() {
    return damaged;
  }

  /// Whether the latest message was the last of a slice.
  public boolean sawLast() {
    return last;
  }
}
