// SPDX-License-Identifier: Apache-2.0
package dure.carrier;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Native memory for messages on their way to and from the kernel, used again and again. A thread
/// that finds none spare makes its own, which the collector frees.
public final class Buffers {
  private static final int PLACES = 8;

  private final long bytes;
  private final AtomicReferenceArray<@Nullable MemorySegment> spare =
      new AtomicReferenceArray<>(PLACES);

  /// @param bytes the size of each
  public Buffers(long bytes) {
    this.bytes = bytes;
  }

  /// A buffer of one's own until it is given back.
  public MemorySegment borrow() {
    MemorySegment one = spare.getAndSet(place(), null);
    return one == null ? Arena.ofAuto().allocate(Math.max(1, bytes), 8) : one;
  }

  /// Gives a borrowed buffer back.
  public void giveBack(MemorySegment one) {
    spare.set(place(), one);
  }

  private static int place() {
    return (int) Thread.currentThread().threadId() & (PLACES - 1);
  }
}
