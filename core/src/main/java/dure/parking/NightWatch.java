// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import dure.linux.Futex;
import dure.raw.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// One platform thread that sleeps on many futexes for virtual threads, which would each pin their
/// carrier in the kernel.
///
/// A watch holds up to [Futex#MOST_WORDS]` − 1` sleepers; the remaining place is for its own
/// *bell*, a word that is raised to make it look at its list again. There are as many watches as
/// needed; each ends when it has had nobody for a while.
final class NightWatch implements Runnable {
  private static final int MOST_SLEEPERS = Futex.MOST_WORDS - 1;
  private static final long IDLE_NANOS = 1_000_000_000L;
  private static final List<NightWatch> WATCHES = new ArrayList<>();

  private final MemorySegment bell = Arena.ofAuto().allocate(ValueLayout.JAVA_INT);
  private final Futex.Words words = new Futex.Words();

  // Guarded by this.
  private final List<Sleeper> sleepers = new ArrayList<>();
  private long lastBusy = System.nanoTime();

  private NightWatch() {}

  /// Has a watch look after a sleeper from now on.
  static void watch(Sleeper sleeper) {
    synchronized (WATCHES) {
      for (NightWatch watch : WATCHES) {
        if (watch.add(sleeper)) {
          return;
        }
      }
      NightWatch watch = new NightWatch();
      watch.add(sleeper);
      WATCHES.add(watch);
      Thread.ofPlatform().daemon().name("dure-night-watch").start(watch);
    }
  }

  private synchronized boolean add(Sleeper sleeper) {
    sleepers.removeIf(s -> s.awake);
    if (sleepers.size() == MOST_SLEEPERS) {
      return false;
    }
    sleepers.add(sleeper);
    lastBusy = System.nanoTime();
    Words.intGetAndAdd(bell.address(), 1);
    Futex.wake(bell.address(), 1);
    return true;
  }

  @Override
  public void run() {
    while (!retire()) {
      int rung = Words.intVolatile(bell.address());
      long until = System.nanoTime() + IDLE_NANOS;
      int count = 0;
      synchronized (this) {
        long now = System.nanoTime();
        sleepers.removeIf(s -> s.settle(now));
        for (Sleeper sleeper : sleepers) {
          words.put(++count, sleeper.address, sleeper.expected);
          until = Math.min(until, sleeper.until);
        }
      }
      words.put(0, bell.address(), rung);
      Futex.waitAny(words, count + 1, until);
    }
  }

  /// Leaves the list of watches if there is nothing to do and has been nothing for a while.
  private boolean retire() {
    synchronized (WATCHES) {
      synchronized (this) {
        boolean idle = sleepers.isEmpty() && System.nanoTime() - lastBusy >= IDLE_NANOS;
        return idle && WATCHES.remove(this);
      }
    }
  }
}
