// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import dure.linux.Futex;
import dure.linux.Membarrier;
import java.lang.ref.Reference;

/// Sleeping on futexes. A platform thread sleeps in the kernel itself; a virtual thread parks, and
/// one platform thread sleeps for all of them.
public final class FutexParking implements Parking {
  private final Object memory;

  /// @param memory kept reachable while a thread sleeps in it, so that it stays mapped
  public FutexParking(Object memory) {
    this.memory = memory;
  }

  @Override
  public void park(long address, int expected, long nanos) {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    try {
      if (Thread.currentThread().isVirtual()) {
        FutexPoller.sleep(memory, address, expected, nanos);
      } else {
        Futex.wait(address, expected, nanos);
      }
    } finally {
      Reference.reachabilityFence(memory);
    }
  }

  @Override
  public void add(WordSet to, long address, int expected) {
    to.add(memory, address, expected);
  }

  @Override
  public void unparkAll(long address) {
    Futex.wake(address, Integer.MAX_VALUE);
  }

  @Override
  public boolean barrier() {
    return Membarrier.everywhere() == 0 && Membarrier.REGISTERED;
  }
}
