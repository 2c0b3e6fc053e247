// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Message;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A message that was copied, and by what the broker knows it.
///
/// @param message the copy
/// @param id of the message; null if another program has sent it
record IdentifiedMessage(Message message, @Nullable String id) implements Message {
  @Override
  public long size() {
    return message.size();
  }

  @Override
  public byte[] bytes() {
    return message.bytes();
  }

  @Override
  public MemorySegment segment() {
    return message.segment();
  }

  @Override
  public byte getByte(long offset) {
    return message.getByte(offset);
  }

  @Override
  public int getInt(long offset) {
    return message.getInt(offset);
  }

  @Override
  public long getLong(long offset) {
    return message.getLong(offset);
  }

  @Override
  public void copyTo(long offset, byte[] into, int at, int length) {
    message.copyTo(offset, into, at, length);
  }

  @Override
  public Message copy() {
    return this;
  }

  @Override
  public long sender() {
    return message.sender();
  }

  @Override
  public long position() {
    return message.position();
  }

  @Override
  public long number() {
    return message.number();
  }

  @Override
  public int priority() {
    return message.priority();
  }

  @Override
  public long missed() {
    return message.missed();
  }

  @Override
  public int redelivered() {
    return message.redelivered();
  }

  @Override
  public String toString() {
    return message.toString();
  }
}
