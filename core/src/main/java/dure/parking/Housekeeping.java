// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The look around that sleeping threads would have to wake for: one thread of the process takes it
/// for all of them, at one place after the other, in rounds.
///
/// A place takes part while a thread sleeps at it, and for a few rounds after. Between rounds lie
/// 50 ms, and twice that while all sleep on; with very many places it is more, so that the rounds
/// stay cheap.
public final class Housekeeping {
  /// The time between two rounds, as long as there are few places.
  public static final long ROUND_NANOS = 50_000_000;

  /// After so long without a thread that begins to sleep, the rounds are twice as far apart.
  private static final long CALM_NANOS = 1_000_000_000;

  /// So many places make a round as long again.
  private static final int PLACES = 128;

  /// For so many rounds a place without a sleeper stays, because the next sleep is often near.
  private static final int IDLE_ROUNDS = 4;

  private static final Set<Housekeeping> PLACES_LOOKED_AT = ConcurrentHashMap.newKeySet();

  // Guarded by the class.
  private static @Nullable Thread thread;

  /// When a thread last began to sleep. Any thread's value will do.
  private static long lastSleep;

  private final Runnable look;
  private final AtomicInteger sleepers = new AtomicInteger();
  private volatile boolean active;

  /// Of the housekeeping thread.
  private int idleRounds;

  /// @param look what to do in each round while a thread sleeps here; it wakes those that are to
  ///   look for themselves
  public Housekeeping(Runnable look) {
    this.look = look;
  }

  /// A thread is about to sleep here.
  public void beginSleep() {
    lastSleep = System.nanoTime();
    sleepers.incrementAndGet();
    boolean attended = active;
    try {
      attended = attended || activate();
    } finally {
      if (!attended) {
        sleepers.decrementAndGet();
      }
    }
  }

  /// It sleeps no longer.
  public void endSleep() {
    sleepers.decrementAndGet();
  }

  private boolean activate() {
    synchronized (Housekeeping.class) {
      if (!active) {
        if (thread == null) {
          thread =
              Thread.ofPlatform()
                  .daemon()
                  .name("dure-housekeeping")
                  .start(Housekeeping::makeRounds);
        }
        active = true; // only now: a thread that cannot be started looks at no place
        PLACES_LOOKED_AT.add(this);
      }
      return true;
    }
  }

  private static void makeRounds() {
    boolean goesOn = true;
    while (goesOn) {
      boolean calm = System.nanoTime() - lastSleep > CALM_NANOS;
      long round = ROUND_NANOS * (1 + PLACES_LOOKED_AT.size() / PLACES);
      LockSupport.parkNanos(calm ? 2 * round : round);
      PLACES_LOOKED_AT.forEach(Housekeeping::visit);
      goesOn = !ended();
    }
  }

  private static boolean ended() {
    synchronized (Housekeeping.class) {
      if (PLACES_LOOKED_AT.isEmpty()) {
        thread = null;
      }
      return thread == null;
    }
  }

  private void visit() {
    if (sleepers.get() > 0) {
      idleRounds = 0;
      try {
        look.run();
      } catch (RuntimeException | Error ofThisPlace) {
        // The other places are still to be looked at; this one again in the next round.
      }
    } else if (++idleRounds > IDLE_ROUNDS) {
      retire();
    }
  }

  /// A thread that begins to sleep counts itself and then looks whether the place is active; this
  /// side looks in the other order.
  private void retire() {
    synchronized (Housekeeping.class) {
      active = false;
      if (sleepers.get() > 0) {
        active = true;
      } else {
        PLACES_LOOKED_AT.remove(this);
      }
    }
  }
}
