// SPDX-License-Identifier: Apache-2.0
package dure;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Room in an array.
final class ArrayRoom implements Room {
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
    segment().set(LittleEndian.INT, offset, value);
    return this;
  }

  @Override
  public Room putLong(long offset, long value) {
    segment().set(LittleEndian.LONG, offset, value);
    return this;
  }

  @Override
  public Room put(long offset, byte[] from, int at, int length) {
    System.arraycopy(from, at, bytes, Math.toIntExact(offset), length);
    return this;
  }
}
