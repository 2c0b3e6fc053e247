// SPDX-License-Identifier: Apache-2.0
package dure.codec.protobuf;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dure.Codec;
import dure.Message;

/// Messages of Protocol Buffers, as messages of a mailbox.
///
/// ```java
/// TypedMailbox<Order> orders = Mailbox.open("orders").typed(new ProtobufCodec<>(Order.parser()));
/// ```
///
/// @param <T> a generated class
public final class ProtobufCodec<T extends MessageLite> implements Codec<T> {
  private final Parser<T> parser;

  /// @param parser the generated class's own
  public ProtobufCodec(Parser<T> parser) {
    this.parser = parser;
  }

  @Override
  public byte[] encode(T value) {
    return value.toByteArray();
  }

  @Override
  public T decode(Message message) {
    try {
      return parser.parseFrom(message.bytes());
    } catch (InvalidProtocolBufferException malformed) {
      throw new IllegalArgumentException(malformed.getMessage(), malformed);
    }
  }
}
