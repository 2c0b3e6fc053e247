// SPDX-License-Identifier: Apache-2.0
package dure;

import java.lang.foreign.MemorySegment;

/// Where a message is written: memory of a known length.
///
/// Numbers are written little-endian at any offset; an offset outside the room is an
/// [IndexOutOfBoundsException]. The room holds arbitrary bytes at first.
public interface Room {
  /// Room in an array, all of it.
  static Room of(byte[] bytes) {
    return new ArrayRoom(bytes);
  }

  /// The length, in bytes.
  long size();

  /// The room as a segment, for bulk writing.
  MemorySegment segment();

  /// Writes one byte.
  Room putByte(long offset, byte value);

  /// Writes four bytes.
  Room putInt(long offset, int value);

  /// Writes eight bytes.
  Room putLong(long offset, long value);

  /// Writes a floating-point number in eight bytes.
  default Room putDouble(long offset, double value) {
    return putLong(offset, Double.doubleToRawLongBits(value));
  }

  /// Writes `length` bytes of an array, from index `from`, at `offset`.
  Room put(long offset, byte[] bytes, int from, int length);
}
