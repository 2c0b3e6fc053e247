// SPDX-License-Identifier: Apache-2.0
package dure;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// A message copied out of its mailbox.
final class Letter implements Message {
  private final byte[] bytes;
  private final long sender;
  private final long number;
  private final int redelivered;

  Letter(byte[] bytes, long sender, long number, int redelivered) {
    this.bytes = bytes;
    this.sender = sender;
    this.number = number;
    this.redelivered = redelivered;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public MemorySegment segment() {
    return MemorySegment.ofArray(bytes).asReadOnly();
  }

  @Override
  public byte getByte(long offset) {
    return bytes[Math.toIntExact(Objects.checkIndex(offset, size()))];
  }

  @Override
  public int getInt(long offset) {
    return segment().get(JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), offset);
  }

  @Override
  public long getLong(long offset) {
    return segment().get(JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), offset);
  }

  @Override
  public void copyTo(long offset, byte[] into, int at, int length) {
    System.arraycopy(bytes, Math.toIntExact(offset), into, at, length);
  }

  @Override
  public long sender() {
    return sender;
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public int redelivered() {
    return redelivered;
  }

  @Override
  public String toString() {
    return "message " + number + " of " + bytes.length + " bytes from participant " + sender;
  }
}
