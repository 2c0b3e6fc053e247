// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;

/// A process that counts two numbers up under a lock, one after the other, so that they differ in
/// between. Its repair makes them equal and counts how often there was one.
final class LoadRole {
  static final int FIRST = 0;
  static final int SECOND = 1;
  static final int REPAIRS = 2;
  static final int UNEQUAL = 3;

  private LoadRole() {}

  static void repair(MemorySegment memory) {
    TestRegion.number(memory, REPAIRS, TestRegion.number(memory, REPAIRS) + 1);
    TestRegion.number(memory, SECOND, TestRegion.number(memory, FIRST));
  }

  static void step(MemorySegment memory) {
    long first = TestRegion.number(memory, FIRST);
    if (first != TestRegion.number(memory, SECOND)) {
      TestRegion.number(memory, UNEQUAL, TestRegion.number(memory, UNEQUAL) + 1);
    }
    TestRegion.number(memory, FIRST, first + 1);
    if (ThreadLocalRandom.current().nextInt(64) == 0) {
      Thread.yield(); // so that even one processor shows what goes wrong
    }
    TestRegion.number(memory, SECOND, first + 1);
  }

  /// @param arguments the file, the kind of lock, and how often; for ever if that is zero
  public static void main(String[] arguments) throws Exception {
    MemorySegment memory = TestRegion.map(arguments[0]);
    Lock lock = LockPlayer.lock(arguments[1], memory, () -> repair(memory));
    long rounds = Long.parseLong(arguments[2]);
    System.out.println("ready");
    for (long i = 0; rounds == 0 || i < rounds; i++) {
      lock.lock();
      try {
        step(memory);
      } finally {
        lock.unlock();
      }
    }
  }
}
