// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import java.nio.charset.StandardCharsets;

/// A message from one process to another.
///
/// @param from the name its sender had
/// @param bytes its contents
@SuppressWarnings("ArrayRecordComponent") // handed over whole, to its one receiver
public record DirectMessage(String from, byte[] bytes) {
  /// The contents as text in UTF-8.
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// With the sender's name before it, as it lies in an inbox.
  byte[] framed() {
    byte[] name = from.getBytes(StandardCharsets.UTF_8);
    byte[] framed = new byte[1 + name.length + bytes.length];
    framed[0] = (byte) name.length;
    System.arraycopy(name, 0, framed, 1, name.length);
    System.arraycopy(bytes, 0, framed, 1 + name.length, bytes.length);
    return framed;
  }

  /// The message in a frame. A message that no named process has sent has no sender.
  static DirectMessage of(byte[] framed) {
    int nameLength = framed.length == 0 ? 0 : framed[0] & 0xFF;
    if (framed.length < 1 + nameLength) {
      return new DirectMessage("", framed);
    }
    byte[] bytes = new byte[framed.length - 1 - nameLength];
    System.arraycopy(framed, 1 + nameLength, bytes, 0, bytes.length);
    return new DirectMessage(new String(framed, 1, nameLength, StandardCharsets.UTF_8), bytes);
  }
}
