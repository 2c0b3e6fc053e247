// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

/// The receiving end of a place, for one thread.
@FunctionalInterface
public interface Receiver {
  /// Waits for a message, and tells it, and those that came with it, to the tally.
  void receive() throws InterruptedException;
}
