// SPDX-License-Identifier: Apache-2.0
package dure.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dure.Codec;
import dure.Message;
import dure.Room;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;

/// The codecs that need nothing but the JDK.
///
/// ```java
/// record Trade(@Length(8) String symbol, Side side, long price, int shares) {}
///
/// static final Codec.Fixed<Trade> TRADE = Codecs.record(Trade.class);
///
/// try (TypedMailbox<Trade> trades = Mailbox.open("trades").typed(TRADE)) {
///   trades.send(new Trade("ACME", Side.BUY, 1299, 100));
/// }
/// ```
///
/// Numbers are little-endian, as on every machine that Dure runs on. A message of another length
/// than the type's is refused.
public final class Codecs {
  /// Bytes as they are.
  public static final Codec<byte[]> BYTES = new Bytes();

  /// Text as UTF-8. What is not Unicode is refused, in both directions, rather than replaced.
  public static final Codec<String> TEXT = new Text();

  /// A truth value in one byte: 0 is false, anything else true.
  public static final Codec.Fixed<Boolean> BOOLEAN =
      new OneNumber<>(JAVA_BYTE, Numbers::putBoolean, Numbers::getBoolean);

  /// One byte.
  public static final Codec.Fixed<Byte> BYTE =
      new OneNumber<>(JAVA_BYTE, Room::putByte, Message::getByte);

  /// Two bytes.
  public static final Codec.Fixed<Short> SHORT =
      new OneNumber<>(Numbers.SHORT, Numbers::putShort, Numbers::getShort);

  /// One UTF-16 unit in two bytes.
  public static final Codec.Fixed<Character> CHARACTER =
      new OneNumber<>(Numbers.CHAR, Numbers::putChar, Numbers::getChar);

  /// Four bytes.
  public static final Codec.Fixed<Integer> INTEGER =
      new OneNumber<>(Numbers.INT, Room::putInt, Message::getInt);

  /// Eight bytes.
  public static final Codec.Fixed<Long> LONG =
      new OneNumber<>(Numbers.LONG, Room::putLong, Message::getLong);

  /// A floating-point number in four bytes.
  public static final Codec.Fixed<Float> FLOAT =
      new OneNumber<>(Numbers.FLOAT, Numbers::putFloat, Numbers::getFloat);

  /// A floating-point number in eight bytes.
  public static final Codec.Fixed<Double> DOUBLE =
      new OneNumber<>(Numbers.DOUBLE, Room::putDouble, Message::getDouble);

  private Codecs() {}

  /// Records that lie flat in their bytes, as a `struct` of C does: components in their order, each
  /// at a multiple of its size, the whole a multiple of the largest; gaps are zeros.
  ///
  /// | component | bytes |
  /// | --- | --- |
  /// | `boolean`, `byte` | 1 |
  /// | `short`, `char` | 2 |
  /// | `int`, `float` | 4 |
  /// | `long`, `double` | 8 |
  /// | an enum, by its place among the constants | 4 |
  /// | a `String` with [Length] | as it says |
  /// | a record of such components | its own |
  ///
  /// Nothing may be null. A text may not be longer than its length or contain the character zero;
  /// both are refused.
  ///
  /// @throws IllegalArgumentException if the record has any other component, or is not accessible:
  ///   then its package must be open to the module `dure`, or see the other method
  public static <T extends Record> Codec.Fixed<T> record(Class<T> type) {
    return FlatRecord.of(new Access(null), type);
  }

  /// The same, for a record that the caller may use and this module may not.
  ///
  /// @param caller `MethodHandles.lookup()`, called where the record can be used
  public static <T extends Record> Codec.Fixed<T> record(
      MethodHandles.Lookup caller, Class<T> type) {
    return FlatRecord.of(new Access(caller), type);
  }

  /// Values with headers. Messages of mailboxes that use no envelopes have no headers, and cost
  /// nothing more; an envelope without headers takes four bytes more than its value.
  public static <T> Codec<Envelope<T>> envelope(Codec<T> body) {
    return new EnvelopeCodec<>(body);
  }

  /// Refuses a message that cannot be a value of so many bytes.
  static void requireSize(Message message, long size) {
    if (message.size() != size) {
      throw new IllegalArgumentException(
          "it has " + message.size() + " bytes, and a value of this codec takes " + size);
    }
  }

  /// A value that is one number.
  private record OneNumber<T>(ValueLayout layout, Writer<T> writer, Reader<T> reader)
      implements Codec.Fixed<T> {
    @Override
    public void encode(T value, Room room) {
      writer.write(room, 0, value);
    }

    @Override
    public T decode(Message message) {
      requireSize(message, size());
      return reader.read(message, 0);
    }
  }

  private interface Writer<T> {
    void write(Room room, long at, T value);
  }

  private interface Reader<T> {
    T read(Message message, long at);
  }
}
