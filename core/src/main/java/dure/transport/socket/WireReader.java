// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What came over the wire, field after field. A frame that ends too early is a
/// [BufferUnderflowException], and a senseless value an [IllegalArgumentException].
final class WireReader {
  private final ByteBuffer bytes;

  WireReader(byte[] frame) {
    this(ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN));
  }

  private WireReader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /// What all of it means.
  ///
  /// @param nonsense what to throw if it cannot be meant
  <T extends @Nullable Object> T as(
      Function<WireReader, T> meaning, Supplier<? extends RuntimeException> nonsense) {
    try {
      return meaning.apply(this);
    } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException unmeant) {
      throw nonsense.get();
    }
  }

  /// The same once more, from here on.
  WireReader again() {
    return new WireReader(bytes.duplicate().order(bytes.order()));
  }

  /// How many bytes there are still to read.
  int size() {
    return bytes.remaining();
  }

  int u8() {
    return Byte.toUnsignedInt(bytes.get());
  }

  boolean flag() {
    return u8() != 0;
  }

  int i32() {
    return bytes.getInt();
  }

  long i64() {
    return bytes.getLong();
  }

  String text() {
    byte[] utf8 = new byte[Math.min(Short.toUnsignedInt(bytes.getShort()), bytes.remaining())];
    bytes.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /// One of several, by its place among them.
  <E> E oneOf(E[] all) {
    int place = u8();
    if (place >= all.length) {
      throw new IllegalArgumentException("there is no " + place + " of " + all.length);
    }
    return all[place];
  }

  /// All that remains.
  byte[] rest() {
    byte[] rest = new byte[bytes.remaining()];
    bytes.get(rest);
    return rest;
  }
}
