// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dure.raw.Words;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.HashSet;
import java.util.Set;

/// A word that a poller looks after for its sleepers.
final class WaitEntry {
  private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

  /// Held so that the word stays mapped as long as a poller may look at it.
  private final Object memory;

  final long address;
  final int expected;

  // Guarded by the watch.
  private final Set<ParkedThread> sleepers = new HashSet<>();

  WaitEntry(Object memory, long address, int expected) {
    this.memory = memory;
    this.address = address;
    this.expected = expected;
  }

  /// Whether the word is another than the sleepers last saw.
  ///
  /// @throws InternalError perhaps, or somewhat later, if the word's page is gone
  boolean hasChanged() {
    return word() != expected;
  }

  /// Memory that its owner can close is read through its segment, so that to look at a closed one
  /// is an exception; but if only one thread may read it, that is the sleeper, who cannot close it.
  private int word() {
    if (memory instanceof MemorySegment segment
        && segment.isAccessibleBy(Thread.currentThread())
        && address >= segment.address()
        && address - segment.address() <= segment.byteSize() - Integer.BYTES) {
      try {
        return (int) INT.getAcquire(segment, address - segment.address());
      } catch (IllegalStateException closed) {
        return ~expected; // the sleeper will find out himself
      }
    }
    return Words.intAcquire(address);
  }

  void add(ParkedThread sleeper) {
    sleepers.add(sleeper);
  }

  void remove(ParkedThread sleeper) {
    sleepers.remove(sleeper);
  }

  boolean isDeserted() {
    return sleepers.isEmpty();
  }

  void wakeAll() {
    sleepers.forEach(ParkedThread::wake);
    sleepers.clear();
  }
}
