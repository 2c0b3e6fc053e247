// SPDX-License-Identifier: Apache-2.0
package dure.codec;

import dure.Codec;
import dure.Message;

/// Bytes as they are. A message in place is copied by [Message#bytes()], any other is its own.
final class Bytes implements Codec<byte[]> {
  @Override
  public byte[] encode(byte[] value) {
    return value;
  }

  @Override
  public byte[] decode(Message message) {
    return message.bytes();
  }
}
