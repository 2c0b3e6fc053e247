// SPDX-License-Identifier: Apache-2.0
package dure;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// A message copied out of its mailbox.
final class Letter implements Message {
  // Constants, so that the compiler sees through each access.
  private static final ValueLayout.OfInt INT =
      JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final Stamps stamps;

  Letter(byte[] bytes, Stamps stamps) {
    this.bytes = bytes;
    this.stamps = stamps;
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
    return segment().get(INT, offset);
  }

  @Override
  public long getLong(long offset) {
    return segment().get(LONG, offset);
  }

  @Override
  public void copyTo(long offset, byte[] into, int at, int length) {
    System.arraycopy(bytes, Math.toIntExact(offset), into, at, length);
  }

  @Override
  public Message copy() {
    return this;
  }

  @Override
  public long sender() {
    return stamps.sender();
  }

  @Override
  public long position() {
    return stamps.position();
  }

  @Override
  public long missed() {
    return stamps.missed();
  }

  @Override
  public int priority() {
    return stamps.priority();
  }

  @Override
  public long number() {
    return stamps.number();
  }

  @Override
  public int redelivered() {
    return stamps.redelivered();
  }

  @Override
  public String toString() {
    return "message " + position() + " of " + bytes.length + " bytes from participant " + sender();
  }
}
