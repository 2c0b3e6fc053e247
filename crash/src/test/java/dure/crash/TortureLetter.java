// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import dure.Message;
import java.nio.ByteBuffer;

/// A message of a torture: its sender, its number, its group, and contents that follow from them,
/// so that a receiver sees if any byte is not of this message.
///
/// @param life the process that sent it
/// @param number its number among those of its sender at this mailbox
/// @param group the messages of a sender that stay in order among themselves
record TortureLetter(int life, long number, int group) {
  static final int HEADER = 20;

  byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    ByteBuffer.wrap(bytes).putInt(life).putLong(number).putInt(group).putInt(size);
    for (int i = HEADER; i < size; i++) {
      bytes[i] = at(i);
    }
    return bytes;
  }

  private byte at(int index) {
    return (byte) (life * 31L + number * 17 + index * 7L);
  }

  /// @throws IllegalStateException if the message is torn
  static TortureLetter of(Message message) {
    byte[] bytes = message.bytes();
    ByteBuffer header = ByteBuffer.wrap(bytes);
    var letter = new TortureLetter(header.getInt(), header.getLong(), header.getInt());
    if (header.getInt() != bytes.length) {
      throw new IllegalStateException(letter + " is torn: it has " + bytes.length + " bytes");
    }
    for (int i = HEADER; i < bytes.length; i++) {
      if (bytes[i] != letter.at(i)) {
        throw new IllegalStateException(letter + " is torn at " + i + " of " + bytes.length);
      }
    }
    return letter;
  }
}
