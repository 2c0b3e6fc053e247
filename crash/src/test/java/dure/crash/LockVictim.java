// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import dure.raw.Step;
import dure.sync.SharedBarrier;
import dure.sync.SharedEvent;
import dure.sync.SharedLock;
import dure.sync.SharedReadWriteLock;
import dure.sync.SharedSemaphore;
import dure.sync.SpinLock;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/// A process that plays a short script at the locks of a [LockScene], and is killed in the middle
/// of it.
@SuppressWarnings("LockNotBeforeTry") // locks are what is tested
final class LockVictim {
  private LockVictim() {}

  /// @param arguments the file, and then verbs
  public static void main(String[] arguments) throws Exception {
    MemorySegment memory = LockScene.map(arguments[0]);
    Step.arm(false);
    for (int i = 1; i < arguments.length; i++) {
      play(memory, arguments[i]);
    }
    System.out.println("end");
  }

  private static void play(MemorySegment memory, String verb) throws Exception {
    switch (verb) {
      case "arm" -> Step.arm(true);
      case "wait" -> {
        System.out.println("waits");
        while (System.in.read() != '\n') {}
      }
      case "lock" -> lock(memory).lock();
      case "unlock" -> lock(memory).unlock();
      case "await" -> await(memory);
      case "spin" -> through(SpinLock.at(memory, LockScene.SPIN));
      case "through" -> through(lock(memory));
      case "read" -> through(readWrite(memory).readLock());
      case "write" -> through(readWrite(memory).writeLock());
      case "release" -> SharedSemaphore.at(memory, LockScene.SEMAPHORE).release();
      case "raise" -> SharedEvent.at(memory, LockScene.EVENT).raise();
      case "arrive" -> SharedBarrier.at(memory, LockScene.BARRIER).await();
      default -> throw new IllegalArgumentException(verb);
    }
  }

  private static void await(MemorySegment memory) throws InterruptedException {
    SharedLock lock = lock(memory);
    Condition condition = lock.newCondition();
    lock.lock();
    while (true) {
      condition.await();
    }
  }

  private static void through(Lock lock) {
    lock.lock();
    lock.unlock();
  }

  private static SharedLock lock(MemorySegment memory) {
    return SharedLock.at(memory, LockScene.LOCK, () -> System.out.println("repairs"));
  }

  private static SharedReadWriteLock readWrite(MemorySegment memory) {
    return SharedReadWriteLock.at(memory, LockScene.READ_WRITE);
  }
}
