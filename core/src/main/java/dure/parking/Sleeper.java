// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import dure.raw.Words;
import java.util.concurrent.locks.LockSupport;

/// A virtual thread that is parked until a word changes or its time is over.
final class Sleeper {
  private final Thread thread;

  /// Only held, so that the word stays mapped as long as somebody may look at it.
  @SuppressWarnings("UnusedVariable")
  private final Object memory;

  final long address;
  final int expected;
  final long until;

  /// Written by the watch when it wakes the thread, and by the thread when it leaves for another
  /// reason.
  volatile boolean awake;

  Sleeper(Thread thread, Object memory, long address, int expected, long nanos) {
    this.thread = thread;
    this.memory = memory;
    this.address = address;
    this.expected = expected;
    this.until = System.nanoTime() + nanos;
  }

  /// Wakes the thread if there is a reason to; whether it needs no watching any more.
  boolean settle(long now) {
    if (!awake && (Words.intAcquire(address) != expected || now - until >= 0)) {
      awake = true;
      LockSupport.unpark(thread);
    }
    return awake;
  }
}
