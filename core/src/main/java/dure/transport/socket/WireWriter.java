// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What is to go over the wire, field after field: numbers little-endian, text as UTF-8 behind its
/// length.
final class WireWriter {
  private static final int LONGEST_TEXT = 0xFFFF;

  private ByteBuffer bytes;

  WireWriter(int expected) {
    bytes = ByteBuffer.allocate(Math.max(16, expected)).order(ByteOrder.LITTLE_ENDIAN);
  }

  WireWriter() {
    this(64);
  }

  WireWriter u8(int value) {
    room(1).put((byte) value);
    return this;
  }

  WireWriter flag(boolean value) {
    return u8(value ? 1 : 0);
  }

  /// Which of several, by its place among them.
  @SuppressWarnings("EnumOrdinal") // what the wire is made of; a test holds the order of each list
  WireWriter place(Enum<?> value) {
    return u8(value.ordinal());
  }

  WireWriter i32(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  WireWriter i64(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  /// As much of a text as its length can tell.
  WireWriter text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(utf8.length, LONGEST_TEXT);
    room(Short.BYTES + length).putShort((short) length).put(utf8, 0, length);
    return this;
  }

  /// Bytes that go on to the end of the frame.
  WireWriter rest(byte[] value) {
    room(value.length).put(value);
    return this;
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      int capacity = Math.max(2 * bytes.capacity(), bytes.position() + more);
      bytes = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(bytes.flip());
    }
    return bytes;
  }

  byte[] array() {
    return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
  }
}
