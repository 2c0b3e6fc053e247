// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.AbandonedLockException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// A process that does at a lock what it is told, line by line, and says what came of it.
@SuppressWarnings("WaitNotInLoop") // locks are what is tested
final class LockPlayer {
  private static final Duration BRIEFLY = Duration.ofMillis(100);

  private LockPlayer() {}

  /// What kind of lock, and half of it.
  static Lock lock(String kind, MemorySegment memory, @Nullable Runnable repair) {
    long at = TestRegion.PRIMITIVE;
    return switch (kind) {
      case "spin" -> repair == null ? SpinLock.at(memory, at) : SpinLock.at(memory, at, repair);
      case "lock" -> repair == null ? SharedLock.at(memory, at) : SharedLock.at(memory, at, repair);
      case "write" -> readWrite(memory, repair).writeLock();
      case "read" -> readWrite(memory, repair).readLock();
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static SharedReadWriteLock readWrite(MemorySegment memory, @Nullable Runnable repair) {
    long at = TestRegion.PRIMITIVE;
    return repair == null
        ? SharedReadWriteLock.at(memory, at)
        : SharedReadWriteLock.at(memory, at, repair);
  }

  /// @param arguments the file, and the kind of lock
  public static void main(String[] arguments) throws Exception {
    MemorySegment memory = TestRegion.map(arguments[0]);
    Lock lock = lock(arguments[1], memory, null);
    Condition condition = lock instanceof SharedLock shared ? shared.newCondition() : null;
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line; (line = input.readLine()) != null; ) {
      try {
        System.out.println(line + ": " + play(lock, condition, line));
      } catch (AbandonedLockException e) {
        System.out.println(line + ": abandoned");
      }
    }
  }

  private static Object play(Lock lock, @Nullable Condition condition, String line)
      throws Exception {
    switch (line) {
      case "lock" -> lock.lock();
      case "try" -> {
        return lock.tryLock();
      }
      case "briefly" -> {
        return lock.tryLock(BRIEFLY.toMillis(), TimeUnit.MILLISECONDS);
      }
      case "unlock" -> lock.unlock();
      case "await" -> {
        System.out.println("awaits");
        condition.await();
      }
      case "signal" -> condition.signal();
      default -> throw new IllegalArgumentException(line);
    }
    return "done";
  }
}
