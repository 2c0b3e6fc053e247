// SPDX-License-Identifier: Apache-2.0
package dure;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// A message copied out of its mailbox.
final class Letter implements Message {
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
    return segment().get(LittleEndian.INT, offset);
  }

  @Override
  public long getLong(long offset) {
    return segment().get(LittleEndian.LONG, offset);
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
