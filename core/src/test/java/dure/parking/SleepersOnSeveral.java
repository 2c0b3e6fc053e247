// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import dure.raw.Words;
import dure.testkit.Bound;
import dure.testkit.ProcessorTime;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;

/// A process in which a thread of each kind sleeps on as many words as it can, and is woken at the
/// last of them.
final class SleepersOnSeveral {
  private static final long SLICE_NANOS = 50_000_000;

  private SleepersOnSeveral() {}

  public static void main(String[] none) throws Exception {
    try (Arena arena = Arena.ofShared()) {
      for (boolean virtual : new boolean[] {false, true}) {
        MemorySegment memory = arena.allocate(ValueLayout.JAVA_INT, WordSet.MOST);
        Runnable sleep = () -> sleep(memory);
        Thread sleeper =
            virtual ? Thread.ofVirtual().start(sleep) : Thread.ofPlatform().start(sleep);
        Bound.holds(
            Duration.ofMillis(500),
            () -> ProcessorTime.perSecond(ProcessHandle.current().pid(), Duration.ofSeconds(1)));
        long last = last(memory);
        Words.intVolatile(last, 1);
        new FutexParking(memory).unparkAll(last);
        sleeper.join();
        System.out.println("woken: " + (virtual ? "virtual" : "platform"));
      }
    }
  }

  private static void sleep(MemorySegment memory) {
    Parking parking = new FutexParking(memory);
    WordSet words = new WordSet(WordSet.MOST);
    while (Words.intVolatile(last(memory)) == 0) {
      for (int i = 0; i < WordSet.MOST; i++) {
        parking.add(words, memory.address() + 4L * i, 0);
      }
      words.park(SLICE_NANOS);
    }
  }

  private static long last(MemorySegment memory) {
    return memory.address() + 4L * (WordSet.MOST - 1);
  }
}
