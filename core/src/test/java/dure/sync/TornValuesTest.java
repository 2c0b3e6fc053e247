// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two processes on one location: a value of two words is torn without a lock, and never with one.
@SuppressWarnings("LockNotBeforeTry") // locks are what is tested
class TornValuesTest {
  private static final int ROUNDS = 400;

  /// A lock of this process alone, so none.
  private static Lock lock(String kind, MemorySegment memory) {
    return kind.equals("none") ? new ReentrantLock() : LockPlayer.lock(kind, memory, null);
  }

  /// Writes the same number into both words, and pauses in between: so there are always moments at
  /// which a reader without a lock finds two numbers.
  static final class WriterRole {
    public static void main(String[] arguments) throws Exception {
      MemorySegment memory = TestRegion.map(arguments[0]);
      Lock lock = lock(arguments[1], memory);
      for (long number = 1; number <= ROUNDS; number++) {
        lock.lock();
        TestRegion.number(memory, 0, number);
        LockSupport.parkNanos(300_000);
        TestRegion.number(memory, 1, number);
        lock.unlock();
        LockSupport.parkNanos(300_000);
      }
    }
  }

  private static long torn(String kind, String readersKind) {
    long torn = 0;
    try (TestRegion region = new TestRegion();
        Child writer = Child.java(WriterRole.class, region.file.toString(), kind)) {
      Lock lock = lock(readersKind, region.memory);
      while (region.number(1) < ROUNDS) {
        lock.lock();
        if (region.number(0) != region.number(1)) {
          torn++;
        }
        lock.unlock();
        LockSupport.parkNanos(100_000);
      }
      writer.awaitSuccess();
    }
    return torn;
  }

  @Test
  void without_a_lock_values_are_torn() {
    // LECTURE: 3
    assertThat(torn("none", "none")).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spin", "lock", "write"})
  void with_a_lock_none_is(String kind) {
    // LECTURE: 3
    assertThat(torn(kind, kind)).isZero();
  }

  @Test
  void readers_take_the_reading_half() {
    assertThat(torn("write", "read")).isZero();
  }
}
