// SPDX-License-Identifier: Apache-2.0
package dure.codec;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.invoke.MethodHandles.filterReturnValue;
import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodType.methodType;

import dure.Message;
import dure.Room;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/// How one component of a record lies in its bytes.
///
/// @param layout under the component's name
/// @param writer of type `(C, Room)void`
/// @param reader of type `(Message)C`
record ComponentLayout(MemoryLayout layout, MethodHandle writer, MethodHandle reader) {
  static final MethodHandle PUT_ZERO =
      in(ComponentLayout.class, "putZero", void.class, Room.class, long.class);

  private static final MethodHandle PUT_TEXT =
      in(
          Text.class,
          "putText",
          void.class,
          String.class,
          Room.class,
          long.class,
          int.class,
          String.class);
  private static final MethodHandle GET_TEXT =
      in(Text.class, "getText", String.class, Message.class, long.class, int.class);
  private static final MethodHandle ORDINAL =
      in(ComponentLayout.class, "ordinal", int.class, Enum.class, String.class);
  private static final MethodHandle CONSTANT =
      in(ComponentLayout.class, "constant", Object.class, Object[].class, String.class, int.class);
  private static final MethodHandle PRESENT =
      in(ComponentLayout.class, "present", Object.class, Object.class, String.class);

  /// A static method of ours.
  private static MethodHandle in(
      Class<?> where, String method, Class<?> result, Class<?>... parameters) {
    try {
      return MethodHandles.lookup().findStatic(where, method, methodType(result, parameters));
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  /// Of what its offset must be a multiple.
  static long alignment(RecordComponent component) {
    Class<?> type = component.getType();
    if (type.isRecord()) {
      long most = 1;
      for (RecordComponent inner : type.getRecordComponents()) {
        most = Math.max(most, alignment(inner));
      }
      return most;
    }
    ValueLayout number = type.isEnum() ? Numbers.INT : number(type);
    return number == null ? 1 : number.byteSize();
  }

  /// The component at an offset of the record's bytes.
  static ComponentLayout of(Access access, RecordComponent component, long at) {
    Class<?> type = component.getType();
    ComponentLayout part;
    if (type.isRecord()) {
      part = nested(access, component, at);
    } else if (type.isEnum()) {
      part = constant(component, at);
    } else if (type == String.class) {
      part = text(component, at);
    } else {
      part = number(component, at);
    }
    return new ComponentLayout(part.layout.withName(component.getName()), part.writer, part.reader);
  }

  private static ComponentLayout nested(Access access, RecordComponent component, long at) {
    Shape shape = Shape.of(access, component.getType().asSubclass(Record.class), at);
    MethodHandle present =
        insertArguments(PRESENT, 1, component.getName())
            .asType(methodType(component.getType(), component.getType()));
    return new ComponentLayout(
        shape.layout(), MethodHandles.filterArguments(shape.writer(), 0, present), shape.reader());
  }

  private static ComponentLayout constant(RecordComponent component, long at) {
    Class<?> type = component.getType();
    MethodHandle ordinal =
        insertArguments(ORDINAL, 1, component.getName()).asType(methodType(int.class, type));
    MethodHandle constant =
        insertArguments(CONSTANT, 0, type.getEnumConstants(), component.getName())
            .asType(methodType(type, int.class));
    return new ComponentLayout(
        Numbers.INT.withByteAlignment(Integer.BYTES),
        MethodHandles.filterArguments(writer(int.class, at), 0, ordinal),
        filterReturnValue(reader(int.class, at), constant));
  }

  private static ComponentLayout text(RecordComponent component, long at) {
    Length length = component.getAnnotation(Length.class);
    if (length == null || length.value() < 1) {
      throw refused(component, "a text of a flat record needs a length: @Length(16)");
    }
    return new ComponentLayout(
        MemoryLayout.sequenceLayout(length.value(), JAVA_BYTE),
        insertArguments(PUT_TEXT, 2, at, length.value(), component.getName()),
        insertArguments(GET_TEXT, 1, at, length.value()));
  }

  private static ComponentLayout number(RecordComponent component, long at) {
    Class<?> type = component.getType();
    ValueLayout layout = number(type);
    if (layout == null) {
      throw refused(
          component,
          "a flat record has numbers, truth values, enums, texts with a length, and records of"
              + " such");
    }
    return new ComponentLayout(
        layout.withByteAlignment(layout.byteSize()), writer(type, at), reader(type, at));
  }

  private static @Nullable ValueLayout number(Class<?> type) {
    if (type == boolean.class) {
      return JAVA_BOOLEAN;
    } else if (type == byte.class) {
      return JAVA_BYTE;
    } else if (type == short.class) {
      return Numbers.SHORT;
    } else if (type == char.class) {
      return Numbers.CHAR;
    } else if (type == int.class) {
      return Numbers.INT;
    } else if (type == long.class) {
      return Numbers.LONG;
    } else if (type == float.class) {
      return Numbers.FLOAT;
    }
    return type == double.class ? Numbers.DOUBLE : null;
  }

  private static MethodHandle writer(Class<?> type, long at) {
    String name = "put" + capital(type);
    MethodHandle put;
    if (type == byte.class || type == int.class || type == long.class || type == double.class) {
      put = of(Room.class, name, Room.class, long.class, type);
    } else {
      put = in(Numbers.class, name, void.class, Room.class, long.class, type);
    }
    MethodHandle here = insertArguments(put, 1, at);
    return MethodHandles.permuteArguments(
        here.asType(methodType(void.class, Room.class, type)),
        methodType(void.class, type, Room.class),
        1,
        0);
  }

  private static MethodHandle reader(Class<?> type, long at) {
    String name = "get" + capital(type);
    boolean known =
        type == byte.class || type == int.class || type == long.class || type == double.class;
    MethodHandle get =
        known
            ? of(Message.class, name, type, long.class)
            : in(Numbers.class, name, type, Message.class, long.class);
    return insertArguments(get, 1, at);
  }

  private static MethodHandle of(
      Class<?> type, String method, Class<?> result, Class<?>... parameters) {
    try {
      return MethodHandles.lookup().findVirtual(type, method, methodType(result, parameters));
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String capital(Class<?> type) {
    return Character.toUpperCase(type.getName().charAt(0)) + type.getName().substring(1);
  }

  private static IllegalArgumentException refused(RecordComponent component, String why) {
    return new IllegalArgumentException(
        component.getDeclaringRecord().getName()
            + "."
            + component.getName()
            + " is a "
            + component.getType().getSimpleName()
            + ": "
            + why);
  }

  // What the handles call.

  @SuppressWarnings("unused") // by PUT_ZERO
  private static void putZero(Room room, long at) {
    room.putByte(at, (byte) 0);
  }

  @SuppressWarnings("unused") // by PRESENT
  static Object present(@Nullable Object value, String component) {
    if (value == null) {
      throw new IllegalArgumentException(component + " is null, and a flat record has no nulls");
    }
    return value;
  }

  @SuppressWarnings({"unused", "EnumOrdinal"}) // by ORDINAL; what C would write, too
  private static int ordinal(@Nullable Enum<?> value, String component) {
    return ((Enum<?>) present(value, component)).ordinal();
  }

  @SuppressWarnings("unused") // by CONSTANT
  private static Object constant(Object[] constants, String component, int ordinal) {
    if (ordinal < 0 || ordinal >= constants.length) {
      throw new IllegalArgumentException(
          component + " is constant " + ordinal + " of " + constants.length);
    }
    return constants[ordinal];
  }
}
