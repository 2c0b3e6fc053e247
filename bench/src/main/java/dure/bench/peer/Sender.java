// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

/// The sending end of a place, for one thread.
@FunctionalInterface
public interface Sender {
  /// Sends one message with this number at both its ends, waiting for room.
  void send(long number) throws InterruptedException;
}
