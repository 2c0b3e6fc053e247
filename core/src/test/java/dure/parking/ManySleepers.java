// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.util.concurrent.TimeUnit.SECONDS;

import dure.raw.Words;
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

  public static void main(String[] none) throws InterruptedException {
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
      while (asleep.get() < MANY) {
        Thread.sleep(1);
      }
      System.out.println("asleep: " + asleep);
      Thread.ofVirtual().start(() -> System.out.println("another: runs")).join();
      double busy = processorInASecond();
      Words.intVolatile(memory.address(), 1);
      new FutexParking(memory).unparkAll(memory.address());
      for (Thread sleeper : sleepers) {
        sleeper.join();
      }
      System.out.println("woken: " + woken);
      System.out.println("processor while asleep: " + busy);
    }
  }

  /// As at a gate: in slices, until the word has changed.
  private static void sleep(MemorySegment memory) {
    Parking parking = new FutexParking(memory);
    long began = System.nanoTime();
    while (Words.intVolatile(memory.address()) == 0
        && System.nanoTime() - began < SECONDS.toNanos(60)) {
      parking.park(memory.address(), 0, SLICE_NANOS);
    }
  }

  private static double processorInASecond() throws InterruptedException {
    Thread.sleep(500); // what started is compiled by now
    Duration before = processor();
    Thread.sleep(1000);
    return processor().minus(before).toNanos() / 1e9;
  }

  private static Duration processor() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }
}
