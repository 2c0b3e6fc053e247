// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import java.util.Arrays;

/// How a file is cut into numbered pieces of mixed sizes. Every process makes the same plan from
/// the same two numbers, so none has to be told.
///
/// Lengths are spread evenly over the powers of two up to the longest, so that small messages are
/// as much at home in the mailbox as large ones.
final class Plan {
  /// What a message carries before its piece: number, sender, life.
  static final int HEAD_BYTES = 16;

  /// Where in a message the piece's number is.
  static final int PIECE_AT = 0;

  /// Where in a message the sender is.
  static final int SENDER_AT = 8;

  /// Where in a message it is which of the sender's processes sent it.
  static final int LIFE_AT = 12;

  private static final int SHORTEST = 8;

  private final long fileBytes;
  private final long longest;
  private long[] offsets = new long[1 << 12];
  private int count;

  /// @param fileBytes how long the file is
  /// @param messageSize the mailbox's
  Plan(long fileBytes, long messageSize) {
    this.fileBytes = fileBytes;
    this.longest = messageSize - HEAD_BYTES;
    long at = 0;
    while (at < fileBytes) {
      if (count == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * count);
      }
      offsets[count] = at;
      at += mixed(count);
      count++;
    }
  }

  /// A length that depends on nothing but the number: first how many bits it has, then which.
  private long mixed(long piece) {
    long random = scrambled(piece);
    int mostBits = Long.SIZE - Long.numberOfLeadingZeros(longest);
    int bits = 1 + (int) Long.remainderUnsigned(random >>> 32, mostBits);
    long length = (1L << (bits - 1)) + (random & ((1L << (bits - 1)) - 1));
    return Math.clamp(length, Math.min(SHORTEST, longest), longest);
  }

  /// Steele, Lea and Flood's SplitMix64: numbers in a row in, noise out.
  private static long scrambled(long number) {
    long z = (number + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /// How many pieces there are.
  int count() {
    return count;
  }

  /// Where a piece begins in the file.
  long offset(int piece) {
    return offsets[piece];
  }

  /// How long a piece is.
  int length(int piece) {
    long end = piece + 1 == count ? fileBytes : offsets[piece + 1];
    return (int) (end - offsets[piece]);
  }

  /// How long the file is.
  long fileBytes() {
    return fileBytes;
  }
}
