// SPDX-License-Identifier: Apache-2.0
package dure.codec;

import static java.lang.invoke.MethodType.methodType;

import dure.Codec;
import dure.Message;
import dure.Room;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;

/// Records that lie flat in their bytes.
///
/// Writing one is one call of a method handle that was put together once (see [Shape]), so nothing
/// is boxed and nothing allocated. A record, because the compiler takes the fields of records in
/// constants for constants, and so makes of the handle the code that one would have written.
///
/// @param type the record's class
/// @param layout how its components lie
/// @param writer of type `(Object, Room)void`
/// @param reader of type `(Message)Object`
record FlatRecord<T extends Record>(
    Class<T> type, MemoryLayout layout, MethodHandle writer, MethodHandle reader)
    implements Codec.Fixed<T> {

  static <T extends Record> FlatRecord<T> of(Access access, Class<T> type) {
    Shape shape = Shape.of(access, type, 0);
    return new FlatRecord<>(
        type,
        shape.layout().withName(type.getSimpleName()),
        shape.writer().asType(methodType(void.class, Object.class, Room.class)),
        shape.reader().asType(methodType(Object.class, Message.class)));
  }

  @Override
  public void encode(T value, Room room) {
    try {
      writer.invokeExact((Object) value, room);
    } catch (RuntimeException | Error refused) {
      throw refused;
    } catch (Throwable thrownByAnAccessor) {
      throw new IllegalArgumentException(thrownByAnAccessor);
    }
  }

  @Override
  public T decode(Message message) {
    Codecs.requireSize(message, size());
    try {
      return type.cast((Object) reader.invokeExact(message));
    } catch (RuntimeException | Error refused) {
      throw refused;
    } catch (Throwable thrownByTheConstructor) {
      throw new IllegalArgumentException(thrownByTheConstructor);
    }
  }

  @Override
  public String toString() {
    return layout.toString();
  }
}
