// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.parking.FutexParking;
import dure.parking.Parking;
import dure.parking.WordSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One thread at a time, whether the barrier makes it cheap or not.
class BiasedLockTest {
  private static final Parking WITHOUT_BARRIER =
      new Parking() {
        @Override
        public void park(long address, int expected, long nanos) {}

        @Override
        public void add(WordSet to, long address, int expected) {}

        @Override
        public void unparkAll(long address) {}

        @Override
        public boolean barrier() {
          return false;
        }
      };

  /// Written only inside the turn, without any other protection.
  private long unprotected;

  @Test
  void threads_exclude_each_other() throws InterruptedException {
    for (Parking parking : List.of(new FutexParking(this), WITHOUT_BARRIER)) {
      for (int round = 0; round < 30; round++) {
        BiasedLock turn = new BiasedLock(parking);
        unprotected = 0;
        int threads = 3;
        int each = 20_000;
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
          int late = t * 2_000; // so that the first is alone for a while
          all.add(Thread.ofPlatform().start(() -> count(turn, each, late)));
        }
        for (Thread thread : all) {
          thread.join();
        }
        assertThat(unprotected).isEqualTo((long) threads * each);
      }
    }
  }

  private void count(BiasedLock turn, int times, int late) {
    for (int i = 0; i < late; i++) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < times; i++) {
      while (!turn.tryEnter()) {
        Thread.onSpinWait();
      }
      unprotected++;
      turn.exit();
    }
  }

  @Test
  void the_same_thread_cannot_enter_twice() throws InterruptedException {
    for (Parking parking : List.of(new FutexParking(this), WITHOUT_BARRIER)) {
      BiasedLock turn = new BiasedLock(parking);
      assertThat(turn.tryEnter()).isTrue();
      assertThatThrownBy(turn::tryEnter).isInstanceOf(IllegalStateException.class);
      Thread other = Thread.ofPlatform().start(() -> assertThat(turn.tryEnter()).isFalse());
      other.join();
      turn.exit();
      assertThat(turn.tryEnter()).isTrue();
      turn.exit();
    }
  }
}
