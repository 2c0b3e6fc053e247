// SPDX-License-Identifier: Apache-2.0
package dure.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dure.Codec;
import dure.Message;
import dure.Room;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/// Text as UTF-8, whole or not at all.
final class Text implements Codec<String> {
  @Override
  public byte[] encode(String value) {
    return utf8(value);
  }

  @Override
  public String decode(Message message) {
    return text(message.bytes(), 0, Math.toIntExact(message.size()));
  }

  static byte[] utf8(String value) {
    try {
      ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(value));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException unpaired) {
      throw new IllegalArgumentException("the text has half a surrogate pair", unpaired);
    }
  }

  static String text(byte[] bytes, int from, int length) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length)).toString();
    } catch (CharacterCodingException malformed) {
      throw new IllegalArgumentException("its bytes are not UTF-8", malformed);
    }
  }

  // In a flat record.

  /// Character by character as long as they are of one byte each, so that nothing is allocated.
  @SuppressWarnings("unused") // by PUT_TEXT
  static void putText(@Nullable String value, Room room, long at, int length, String component) {
    String text = (String) ComponentLayout.present(value, component);
    int size = text.length();
    boolean plain = size <= length;
    for (int i = 0; plain && i < size; i++) {
      char c = text.charAt(i);
      plain = c > 0 && c < 0x80;
      room.putByte(at + i, (byte) c);
    }
    if (!plain) {
      size = putUtf8(text, room, at, length, component);
    }
    for (int i = size; i < length; i++) {
      room.putByte(at + i, (byte) 0);
    }
  }

  private static int putUtf8(String text, Room room, long at, int length, String component) {
    byte[] bytes = utf8(text);
    if (bytes.length > length) {
      throw new IllegalArgumentException(
          component + " has " + bytes.length + " bytes of UTF-8, and room for " + length);
    }
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          component + " contains the character zero, which ends a text in a flat record");
    }
    room.put(at, bytes, 0, bytes.length);
    return bytes.length;
  }

  @SuppressWarnings("unused") // by GET_TEXT
  static String getText(Message message, long at, int length) {
    byte[] bytes = new byte[length];
    message.copyTo(at, bytes, 0, length);
    int size = 0;
    while (size < length && bytes[size] != 0) {
      size++;
    }
    return text(bytes, 0, size);
  }
}
