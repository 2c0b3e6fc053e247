// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import java.util.concurrent.locks.LockSupport;

/// A virtual thread that is parked until a poller wakes it.
final class ParkedThread {
  private final Thread thread = Thread.currentThread();
  private volatile boolean awake;

  /// Parks this thread until it is woken, interrupted, or its time is over.
  void sleep(long nanos) {
    long began = System.nanoTime();
    long left = nanos;
    while (!awake && left > 0 && !thread.isInterrupted()) {
      LockSupport.parkNanos(this, left);
      left = nanos - (System.nanoTime() - began);
    }
  }

  void wake() {
    awake = true;
    LockSupport.unpark(thread);
  }
}
