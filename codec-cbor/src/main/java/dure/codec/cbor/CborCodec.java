// SPDX-License-Identifier: Apache-2.0
package dure.codec.cbor;

import dure.Codec;
import dure.Message;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.dataformat.cbor.CBORMapper;

/// Values as CBOR (RFC 8949), by Jackson: records, beans, lists, maps and all that Jackson maps.
///
/// ```java
/// TypedMailbox<Order> orders = Mailbox.open("orders").typed(new CborCodec<>(Order.class));
/// ```
///
/// @param <T> the values
public final class CborCodec<T> implements Codec<T> {
  private static final CBORMapper MAPPER = CBORMapper.builder().build();

  private final ObjectWriter writer;
  private final ObjectReader reader;

  /// Values of a class, as Jackson maps them by default.
  public CborCodec(Class<T> type) {
    this(MAPPER, MAPPER.constructType(type));
  }

  /// Values of any type, as a mapper of the caller's maps them.
  public CborCodec(CBORMapper mapper, JavaType type) {
    this.writer = mapper.writerFor(type);
    this.reader = mapper.readerFor(type);
  }

  @Override
  public byte[] encode(T value) {
    return writer.writeValueAsBytes(value);
  }

  @Override
  public T decode(Message message) {
    return reader.readValue(message.bytes());
  }
}
