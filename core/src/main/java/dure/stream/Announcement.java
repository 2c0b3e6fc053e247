// SPDX-License-Identifier: Apache-2.0
package dure.stream;

import dure.Message;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The message that stands for a long one: where its pieces pass, and how large they are.
///
/// @param channel the name of the pair
/// @param pieceBytes the largest piece
/// @param length of the whole message, or [#UNKNOWN]
record Announcement(String channel, int pieceBytes, long length) {
  /// The length of a message whose sender does not know it beforehand.
  static final long UNKNOWN = -1;

  /// The largest piece that is ever sent.
  static final int LARGEST_PIECE = 1 << 20;

  /// What every announcement begins with, and no other message by chance: 16 bytes, drawn once.
  private static final long MAGIC_HIGH = 0x9B1F_6D02_C8E4_4A57L;

  private static final long MAGIC_LOW = 0xA3D8_51B7_0E96_F2C4L;
  private static final int VERSION = 1;
  private static final int HEAD_BYTES = 2 * Long.BYTES + 3 * Integer.BYTES + Long.BYTES;
  private static final Pattern CHANNEL = Pattern.compile("stream\\.[0-9]+\\.[0-9a-f]+");
  private static final int LONGEST_CHANNEL = 100;

  byte[] bytes() {
    byte[] name = channel.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(HEAD_BYTES + name.length)
        .putLong(MAGIC_HIGH)
        .putLong(MAGIC_LOW)
        .putInt(VERSION)
        .putInt(pieceBytes)
        .putLong(length)
        .putInt(name.length)
        .put(name)
        .array();
  }

  /// The announcement that a message is; null if it is an ordinary message.
  static @Nullable Announcement in(Message message) {
    if (message.size() < HEAD_BYTES || message.size() > HEAD_BYTES + LONGEST_CHANNEL) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(message.bytes());
    if (bytes.getLong() != MAGIC_HIGH || bytes.getLong() != MAGIC_LOW) {
      return null;
    }
    try {
      boolean known = bytes.getInt() == VERSION;
      int pieceBytes = bytes.getInt();
      long length = bytes.getLong();
      byte[] name = new byte[Math.clamp(bytes.getInt(), 0, LONGEST_CHANNEL)];
      bytes.get(name);
      String channel = new String(name, StandardCharsets.US_ASCII);
      boolean sound =
          known
              && pieceBytes > 0
              && pieceBytes <= LARGEST_PIECE
              && length >= UNKNOWN
              && CHANNEL.matcher(channel).matches();
      return sound ? new Announcement(channel, pieceBytes, length) : null;
    } catch (BufferUnderflowException cut) {
      return null;
    }
  }
}
