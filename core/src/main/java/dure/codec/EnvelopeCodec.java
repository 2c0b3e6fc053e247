// SPDX-License-Identifier: Apache-2.0
package dure.codec;

import dure.Codec;
import dure.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Values with headers: the length of the headers in four bytes, the headers, and the value as
/// another codec makes it.
///
/// @param body makes messages of the values
record EnvelopeCodec<T>(Codec<T> body) implements Codec<Envelope<T>> {
  @Override
  public byte[] encode(Envelope<T> value) {
    byte[] headers = value.headers().text().getBytes(StandardCharsets.UTF_8);
    byte[] contents = body.encode(value.body());
    return ByteBuffer.allocate(Integer.BYTES + headers.length + contents.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(headers.length)
        .put(headers)
        .put(contents)
        .array();
  }

  @Override
  public Envelope<T> decode(Message message) {
    if (message.size() < Integer.BYTES) {
      throw new IllegalArgumentException("an envelope has at least 4 bytes, not " + message.size());
    }
    long length = Integer.toUnsignedLong(message.getInt(0));
    if (length > message.size() - Integer.BYTES) {
      throw new IllegalArgumentException(
          "headers of " + length + " bytes do not fit in a message of " + message.size());
    }
    byte[] headers = new byte[(int) length];
    message.copyTo(Integer.BYTES, headers, 0, headers.length);
    return new Envelope<>(
        Headers.parse(new String(headers, StandardCharsets.UTF_8)),
        body.decode(message.slice(Integer.BYTES + length)));
  }
}
