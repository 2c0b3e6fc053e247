// SPDX-License-Identifier: Apache-2.0
package dure;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// The end of another message, from an offset on. Valid as long as the other.
final class MessageSlice implements Message {
  private final Message whole;
  private final long from;

  MessageSlice(Message whole, long from) {
    this.whole = whole;
    this.from = Objects.checkIndex(from, whole.size() + 1);
  }

  @Override
  public long size() {
    return whole.size() - from;
  }

  @Override
  public byte[] bytes() {
    byte[] bytes = new byte[Math.toIntExact(size())];
    whole.copyTo(from, bytes, 0, bytes.length);
    return bytes;
  }

  @Override
  public MemorySegment segment() {
    return whole.segment().asSlice(from);
  }

  @Override
  public byte getByte(long offset) {
    return whole.getByte(at(offset));
  }

  @Override
  public int getInt(long offset) {
    return whole.getInt(at(offset));
  }

  @Override
  public long getLong(long offset) {
    return whole.getLong(at(offset));
  }

  @Override
  public void copyTo(long offset, byte[] into, int at, int length) {
    whole.copyTo(at(offset), into, at, length);
  }

  private long at(long offset) {
    return from + Objects.checkIndex(offset, size() + 1);
  }

  @Override
  public Message slice(long offset) {
    return new MessageSlice(whole, at(offset));
  }

  @Override
  public long sender() {
    return whole.sender();
  }

  @Override
  public long position() {
    return whole.position();
  }

  @Override
  public long number() {
    return whole.number();
  }

  @Override
  public int priority() {
    return whole.priority();
  }

  @Override
  public long missed() {
    return whole.missed();
  }

  @Override
  public int redelivered() {
    return whole.redelivered();
  }

  @Override
  public String toString() {
    return "the end of " + whole + ", from byte " + from;
  }
}
