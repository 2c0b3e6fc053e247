// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import dure.raw.Words;
import java.util.HashSet;
import java.util.Set;

/// A word that a watch looks after for those who sleep on it.
final class Post {
  /// Only held, so that the word stays mapped as long as somebody may look at it.
  @SuppressWarnings("UnusedVariable")
  private final Object memory;

  final long address;
  final int expected;

  // Guarded by the watch.
  private final Set<Sleeper> sleepers = new HashSet<>();

  Post(Object memory, long address, int expected) {
    this.memory = memory;
    this.address = address;
    this.expected = expected;
  }

  /// Whether the word is another than the sleepers last saw.
  ///
  /// @throws InternalError perhaps, or somewhat later, if the word's page is gone
  boolean hasChanged() {
    return Words.intAcquire(address) != expected;
  }

  void add(Sleeper sleeper) {
    sleepers.add(sleeper);
  }

  void remove(Sleeper sleeper) {
    sleepers.remove(sleeper);
  }

  boolean isDeserted() {
    return sleepers.isEmpty();
  }

  void wakeAll() {
    sleepers.forEach(Sleeper::wake);
    sleepers.clear();
  }
}
