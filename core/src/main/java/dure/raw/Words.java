// SPDX-License-Identifier: Apache-2.0
package dure.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// Words and bytes of memory by address, the access mode in each method's name.
///
/// Why not a segment per region: one segment over all addresses in a static final field lets the
/// compiler drop every check but the alignment, which measures as fast as Unsafe. The price is that
/// nothing here notices a wrong address, so this package is not exported, and every caller
/// validates what it read from shared memory before it becomes part of an address.
public final class Words {
  private static final MemorySegment ALL = all();

  private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();
  private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();
  private static final int FEW = 64;
  private static final int LINE = 64;
  private static final int MOST_TOUCHED = 1024;
  private static final long IMPROBABLE = 0x9E37_79B9_7F4A_7C15L;

  private Words() {}

  /// All addresses; none where the JVM denies native access, which the first system call says.
  @SuppressWarnings("restricted")
  private static MemorySegment all() {
    try {
      return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    } catch (IllegalCallerException denied) {
      return MemorySegment.NULL;
    }
  }

  public static long longPlain(long address) {
    return (long) LONG.get(ALL, address);
  }

  public static void longPlain(long address, long value) {
    LONG.set(ALL, address, value);
  }

  public static long longOpaque(long address) {
    return (long) LONG.getOpaque(ALL, address);
  }

  public static void longOpaque(long address, long value) {
    LONG.setOpaque(ALL, address, value);
  }

  public static long longAcquire(long address) {
    return (long) LONG.getAcquire(ALL, address);
  }

  public static void longRelease(long address, long value) {
    LONG.setRelease(ALL, address, value);
  }

  public static long longVolatile(long address) {
    return (long) LONG.getVolatile(ALL, address);
  }

  public static void longVolatile(long address, long value) {
    LONG.setVolatile(ALL, address, value);
  }

  /// Compare and set, with volatile semantics.
  public static boolean longCas(long address, long expected, long value) {
    return LONG.compareAndSet(ALL, address, expected, value);
  }

  /// Adds and returns the former value, with volatile semantics.
  public static long longGetAndAdd(long address, long delta) {
    return (long) LONG.getAndAdd(ALL, address, delta);
  }

  public static int intPlain(long address) {
    return (int) INT.get(ALL, address);
  }

  public static void intPlain(long address, int value) {
    INT.set(ALL, address, value);
  }

  public static int intOpaque(long address) {
    return (int) INT.getOpaque(ALL, address);
  }

  public static int intAcquire(long address) {
    return (int) INT.getAcquire(ALL, address);
  }

  public static void intRelease(long address, int value) {
    INT.setRelease(ALL, address, value);
  }

  public static int intVolatile(long address) {
    return (int) INT.getVolatile(ALL, address);
  }

  public static void intVolatile(long address, int value) {
    INT.setVolatile(ALL, address, value);
  }

  /// Compare and set, with volatile semantics.
  public static boolean intCas(long address, int expected, int value) {
    return INT.compareAndSet(ALL, address, expected, value);
  }

  /// Adds and returns the former value, with volatile semantics.
  public static int intGetAndAdd(long address, int delta) {
    return (int) INT.getAndAdd(ALL, address, delta);
  }

  /// Sets bits and returns the former value, with volatile semantics.
  public static int intGetAndBitwiseOr(long address, int bits) {
    return (int) INT.getAndBitwiseOr(ALL, address, bits);
  }

  /// Brings the cache line of an aligned word near, without waiting for it: its value changes
  /// nothing, but the compiler must not know that, or it would leave the load out.
  public static void fetch(long address) {
    if (longOpaque(address) == IMPROBABLE) {
      Thread.onSpinWait();
    }
  }

  /// Writes to an aligned word what it is already, so that its cache line becomes this processor's,
  /// modified. By the word's owner only.
  public static void touch(long address) {
    LONG.setOpaque(ALL, address, (long) LONG.getOpaque(ALL, address));
  }

  /// Touches each cache line of aligned bytes that are not too many: a long message is copied
  /// quicker than it is touched.
  public static void touch(long address, long length) {
    if (length <= MOST_TOUCHED) {
      long last = Math.max(0, length - 1) & -Long.BYTES;
      for (long at = 0; at < last; at += LINE) {
        touch(address + at);
      }
      touch(address + last);
    }
  }

  /// Copies an array's bytes to memory.
  public static void copyIn(byte[] from, int offset, int length, long to) {
    MemorySegment.copy(from, offset, ALL, JAVA_BYTE, to, length);
  }

  /// Copies a segment's bytes to memory.
  public static void copyIn(MemorySegment from, long offset, long length, long to) {
    MemorySegment.copy(from, offset, ALL, to, length);
  }

  /// Copies memory to an array.
  public static void copyOut(long from, byte[] to, int offset, int length) {
    MemorySegment.copy(ALL, JAVA_BYTE, from, to, offset, length);
  }

  /// Copies memory to a segment.
  public static void copyOut(long from, MemorySegment to, long offset, long length) {
    MemorySegment.copy(ALL, from, to, offset, length);
  }

  /// Copies memory to memory that does not overlap it.
  public static void copy(long from, long to, long length) {
    if (length <= FEW) {
      copyFew(from, to, length);
    } else {
      MemorySegment.copy(ALL, from, ALL, to, length);
    }
  }

  private static void copyFew(long from, long to, long length) {
    long at = 0;
    for (; at + 8 <= length; at += 8) {
      ALL.set(JAVA_LONG_UNALIGNED, to + at, ALL.get(JAVA_LONG_UNALIGNED, from + at));
    }
    for (; at < length; at++) {
      ALL.set(JAVA_BYTE, to + at, ALL.get(JAVA_BYTE, from + at));
    }
  }
}
