// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static dure.linux.Outcome.fails;
import static dure.linux.Outcome.good;
import static org.assertj.core.api.Assertions.assertThat;

import dure.raw.Words;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

/// The barrier orders the other side too, which executes none.
class MembarrierTest {
  private static final int ROUNDS = 30_000;
  private static final long LINE = 128;

  @Test
  void this_process_takes_part() {
    assertThat(Membarrier.REGISTERED).isTrue();
    good(Membarrier.everywhere());
    fails(Errno.EINVAL, SystemCall.MEMBARRIER.call(1 << 30, 0, 0));
  }

  @Test
  void of_two_who_write_and_then_look_one_sees_the_other() throws InterruptedException {
    try (Arena arena = Arena.ofShared()) {
      Lines lines = new Lines(arena.allocate(5 * LINE, LINE).address());
      Thread frequent = Thread.ofPlatform().start(() -> beFrequent(lines));
      int refused = 0;
      int missed = 0;
      for (int round = 1; round <= ROUNDS; round++) {
        Words.longVolatile(lines.a(), 0);
        Words.longVolatile(lines.b(), 0);
        Words.longVolatile(lines.began(), round);
        for (int delay = round % 700; delay > 0; delay--) {
          Words.longOpaque(lines.seen()); // so that all ways to overlap come up
        }
        Words.longOpaque(lines.b(), 1);
        refused += Membarrier.everywhere();
        boolean saw = Words.longOpaque(lines.a()) != 0;
        await(lines.ended(), round);
        boolean wasSeen = Words.longOpaque(lines.seen()) != 0;
        missed += saw || wasSeen ? 0 : 1;
      }
      frequent.join();
      assertThat(refused).isZero();
      assertThat(missed).as("rounds in which neither saw the other").isZero();
    }
  }

  /// The side that pays nothing: a plain store, a plain load, and nothing in between.
  private static void beFrequent(Lines lines) {
    for (int round = 1; round <= ROUNDS; round++) {
      await(lines.began(), round);
      Words.longOpaque(lines.a(), 1);
      long seen = Words.longOpaque(lines.b());
      Words.longOpaque(lines.seen(), seen);
      Words.longRelease(lines.ended(), round);
    }
  }

  private static void await(long address, long value) {
    for (int looks = 1; Words.longVolatile(address) != value; looks++) {
      if (looks % 10_000 == 0) {
        Thread.yield();
      }
    }
  }

  /// Words on cache lines of their own.
  private record Lines(long base) {
    long a() {
      return base;
    }

    long b() {
      return base + LINE;
    }

    long began() {
      return base + 2 * LINE;
    }

    long ended() {
      return base + 3 * LINE;
    }

    long seen() {
      return base + 4 * LINE;
    }
  }
}
