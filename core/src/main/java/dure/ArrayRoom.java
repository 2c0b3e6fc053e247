// SPDX-License-Identifier: Apache-2.0
package dure;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

/// Room in an array.
final class ArrayRoom implements Room {
  // Constants, so that the compiler sees through each access.
  private static final ValueLayout.OfInt INT =
      JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;

  ArrayRoom(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public MemorySegment segment() {
    return MemorySegment.ofArray(bytes);
  }

  @Override
  public Room putByte(long offset, byte value) {
    bytes[Math.toIntExact(Objects.checkIndex(offset, size()))] = value;
    return this;
  }

  @Override
  public Room putInt(long offset, int value) {
    segment().set(INT, offset, value);
    return this;
  }

  @Override
  public Room putLong(long offset, long value) {
    segment().set(LONG, offset, value);
    return this;
  }

  @Override
  public Room put(long offset, byte[] from, int at, int length) {
    System.arraycopy(from, at, bytes, Math.toIntExact(offset), length);
    return this;
  }
}
