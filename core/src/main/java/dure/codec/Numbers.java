// SPDX-License-Identifier: Apache-2.0
package dure.codec;

import static java.lang.foreign.ValueLayout.JAVA_CHAR_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dure.Message;
import dure.Room;
import java.lang.foreign.ValueLayout;

/// Numbers at any place, little-endian: how they lie, and those that a [Room] does not write, or a
/// [Message] does not read, by itself.
final class Numbers {
  static final ValueLayout.OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  static final ValueLayout.OfChar CHAR = JAVA_CHAR_UNALIGNED.withOrder(LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
  static final ValueLayout.OfFloat FLOAT = JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  static final ValueLayout.OfDouble DOUBLE = JAVA_DOUBLE_UNALIGNED.withOrder(LITTLE_ENDIAN);

  private Numbers() {}

  static void putBoolean(Room room, long at, boolean value) {
    room.putByte(at, (byte) (value ? 1 : 0));
  }

  static boolean getBoolean(Message message, long at) {
    return message.getByte(at) != 0;
  }

  static void putShort(Room room, long at, short value) {
    room.putByte(at, (byte) value).putByte(at + 1, (byte) (value >> 8));
  }

  static short getShort(Message message, long at) {
    return (short) ((message.getByte(at) & 0xFF) | (message.getByte(at + 1) << 8));
  }

  static void putChar(Room room, long at, char value) {
    putShort(room, at, (short) value);
  }

  static char getChar(Message message, long at) {
    return (char) getShort(message, at);
  }

  static void putFloat(Room room, long at, float value) {
    room.putInt(at, Float.floatToRawIntBits(value));
  }

  static float getFloat(Message message, long at) {
    return Float.intBitsToFloat(message.getInt(at));
  }
}
