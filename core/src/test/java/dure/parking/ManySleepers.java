// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dure.raw.Words;
import dure.testkit.Bound;
import dure.testkit.Eventually;
import dure.testkit.ProcessorTime;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A process in which many virtual threads sleep, another runs meanwhile, and all are woken.
final class ManySleepers {
  private static final int MANY = 200;
  private static final long SLICE_NANOS = 50_000_000;

  private ManySleepers() {}

  /// @param limit how many milliseconds of processor time a second of sleep may take
  public static void main(String[] limit) throws Exception {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment memory = arena.allocate(JAVA_INT);
      AtomicInteger asleep = new AtomicInteger();
      AtomicInteger woken = new AtomicInteger();
      List<Thread> sleepers = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        sleepers.add(
            Thread.ofVirtual()
                .start(() -> {
                  asleep.incrementAndGet();
                  sleep(memory);
                  woken.incrementAndGet();
                }));
      }
      Eventually.holds(() -> asleep.get() == MANY);
      System.out.println("asleep: " + asleep);
      Thread.ofVirtual().start(() -> System.out.println("another: runs")).join();
      Bound.holds(
          Duration.ofMillis(Long.parseLong(limit[0])),
          () -> ProcessorTime.perSecond(ProcessHandle.current().pid(), Duration.ofSeconds(1)));
      Words.intVolatile(memory.address(), 1);
      new FutexParking(memory).unparkAll(memory.address());
      for (Thread sleeper : sleepers) {
        sleeper.join();
      }
      System.out.println("woken: " + woken);
    }
  }

  /// As at a gate: in slices, until the word has changed.
  private static void sleep(MemorySegment memory) {
    Parking parking = new FutexParking(memory);
    while (Words.intVolatile(memory.address()) == 0) {
      parking.park(memory.address(), 0, SLICE_NANOS);
    }
  }
}
