// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.inspect.CellSnapshot;
import dure.raw.Words;
import java.nio.charset.StandardCharsets;

/// The first characters of a message, for the eye.
final class Beginning {
  private Beginning() {}

  /// Those of a message at an address, up to the first byte that is no visible ASCII character.
  static String of(long address, long size) {
    byte[] bytes = new byte[Math.clamp(size, 0, CellSnapshot.MOST_CHARACTERS)];
    Words.copyOut(address, bytes, 0, bytes.length);
    int length = 0;
    while (length < bytes.length && bytes[length] > ' ' && bytes[length] < 0x7F) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }
}
