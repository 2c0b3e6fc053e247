// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dure.DamagedObjectException;
import dure.DureException.Subject;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// The words of one primitive, each by its offset.
///
/// They are reached through the segment and not by address: its owner may close the segment at any
/// time, and then every access fails with an [IllegalStateException] and none with a signal.
final class SharedWords {
  private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();
  private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

  /// Of the address of every primitive.
  static final long ALIGNMENT = 8;

  private final MemorySegment memory;
  private final String name;

  private SharedWords(MemorySegment memory, String name) {
    this.memory = memory;
    this.name = name;
  }

  /// The words of a primitive in memory that others share.
  ///
  /// @param kind what it is, for messages
  /// @throws IndexOutOfBoundsException if it does not lie in the segment
  /// @throws IllegalArgumentException if it cannot lie there: heap memory, read-only, or not at a
  ///   multiple of eight bytes
  static SharedWords at(String kind, MemorySegment memory, long offset, long bytes) {
    String name = kind + " at " + offset;
    if (!memory.isNative()) {
      throw new IllegalArgumentException(
          name + ": memory of the heap cannot be shared; map a file");
    }
    if (memory.isReadOnly()) {
      throw new IllegalArgumentException(name + ": this memory is mapped read-only");
    }
    return new SharedWords(memory.asSlice(offset, bytes, ALIGNMENT), name);
  }

  String name() {
    return name;
  }

  MemorySegment memory() {
    return memory;
  }

  long address(long offset) {
    return memory.address() + offset;
  }

  void clear() {
    memory.fill((byte) 0);
  }

  long longVolatile(long offset) {
    return (long) LONG.getVolatile(memory, offset);
  }

  long longOpaque(long offset) {
    return (long) LONG.getOpaque(memory, offset);
  }

  void longOpaque(long offset, long value) {
    LONG.setOpaque(memory, offset, value);
  }

  void longVolatile(long offset, long value) {
    LONG.setVolatile(memory, offset, value);
  }

  boolean longCas(long offset, long expected, long value) {
    return LONG.compareAndSet(memory, offset, expected, value);
  }

  long longGetAndAdd(long offset, long delta) {
    return (long) LONG.getAndAdd(memory, offset, delta);
  }

  int intVolatile(long offset) {
    return (int) INT.getVolatile(memory, offset);
  }

  void intVolatile(long offset, int value) {
    INT.setVolatile(memory, offset, value);
  }

  int intOpaque(long offset) {
    return (int) INT.getOpaque(memory, offset);
  }

  void intOpaque(long offset, int value) {
    INT.setOpaque(memory, offset, value);
  }

  boolean intCas(long offset, int expected, int value) {
    return INT.compareAndSet(memory, offset, expected, value);
  }

  int intGetAndAdd(long offset, int delta) {
    return (int) INT.getAndAdd(memory, offset, delta);
  }

  /// For a word that cannot be what its users made of it.
  DamagedObjectException damaged(String what) {
    return new DamagedObjectException(
        Subject.LOCK,
        name,
        what + ": its memory was overwritten, detached or never made; make it anew");
  }
}
