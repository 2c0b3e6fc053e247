// SPDX-License-Identifier: Apache-2.0
package dure.queue;

/// Tells the dead from the living, by the kernel's word and never by a clock.
@FunctionalInterface
public interface Liveness {
  /// Sweeps up after a participant if it is dead; true if it was.
  boolean reapIfDead(int participant);
}
