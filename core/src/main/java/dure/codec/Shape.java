// SPDX-License-Identifier: Apache-2.0
package dure.codec;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.invoke.MethodType.methodType;

import dure.Message;
import dure.Room;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/// How one record lies in its bytes, and the two method handles that write and read it there.
///
/// @param layout with its gaps
/// @param writer of type `(T, Room)void`
/// @param reader of type `(Message)T`
record Shape(MemoryLayout layout, MethodHandle writer, MethodHandle reader) {

  /// The shape of a record that begins at an offset.
  static Shape of(Access access, Class<? extends Record> type, long start) {
    RecordComponent[] components = type.getRecordComponents();
    if (components.length == 0) {
      throw new IllegalArgumentException(type.getName() + " has no components to write");
    }
    List<MemoryLayout> members = new ArrayList<>();
    List<MethodHandle> writers = new ArrayList<>();
    MethodHandle[] readers = new MethodHandle[components.length];
    long size = 0;
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      long gap = gap(size, ComponentLayout.alignment(component));
      fill(gap, start + size, type, members, writers);
      size += gap;
      ComponentLayout part = ComponentLayout.of(access, component, start + size);
      members.add(part.layout());
      writers.add(
          MethodHandles.filterArguments(part.writer(), 0, access.accessor(component))
              .asType(methodType(void.class, type, Room.class)));
      readers[i] = part.reader();
      size += part.layout().byteSize();
    }
    long alignment = members.stream().mapToLong(MemoryLayout::byteAlignment).max().orElse(1);
    fill(gap(size, alignment), start + size, type, members, writers);
    return new Shape(
        MemoryLayout.structLayout(members.toArray(MemoryLayout[]::new)),
        oneAfterTheOther(writers),
        constructing(access.constructor(type, components), readers));
  }

  private static long gap(long size, long alignment) {
    return (alignment - size % alignment) % alignment;
  }

  /// Writes zeros into a gap, which would otherwise show what lay there before.
  private static void fill(
      long gap, long from, Class<?> type, List<MemoryLayout> members, List<MethodHandle> writers) {
    if (gap > 0) {
      members.add(paddingLayout(gap));
    }
    for (long at = from; at < from + gap; at++) {
      MethodHandle zero = MethodHandles.insertArguments(ComponentLayout.PUT_ZERO, 1, at);
      writers.add(MethodHandles.dropArguments(zero, 0, type));
    }
  }

  private static MethodHandle oneAfterTheOther(List<MethodHandle> writers) {
    MethodHandle all = writers.getLast();
    for (MethodHandle earlier : writers.reversed().subList(1, writers.size())) {
      all = MethodHandles.foldArguments(all, earlier);
    }
    return all;
  }

  private static MethodHandle constructing(MethodHandle constructor, MethodHandle[] readers) {
    MethodHandle ofEach = MethodHandles.filterArguments(constructor, 0, readers);
    return MethodHandles.permuteArguments(
        ofEach,
        methodType(constructor.type().returnType(), Message.class),
        new int[readers.length]);
  }
}
