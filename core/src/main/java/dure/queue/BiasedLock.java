// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import dure.parking.Parking;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The threads of one process take turns at an end of a pair, and the usual case, one thread alone,
/// pays almost nothing.
///
/// The first thread to come needs no atomic instruction: it raises `inside`, looks whether the turn
/// has become shared, and goes. A second thread makes it shared, executes a barrier on behalf of
/// the first, and from then on waits until the first is out; after that all use the atomic holder.
/// (Biased locking with an asymmetric fence, as in liburcu and folly.) An atomic instruction for
/// every message would make the processor wait for all its outstanding stores to shared memory.
@SuppressWarnings("UnusedVariable") // the fields are reached through their handles
final class BiasedLock {
  private static final VarHandle FIRST;
  private static final VarHandle INSIDE;
  private static final VarHandle MODE;
  private static final VarHandle HOLDER;
  private static final VarHandle WANTED;
  private static final VarHandle KEPT;

  /// Longer than a thread is at its end that copies a short message, on the busiest machine.
  private static final long MOMENT_NANOS = 5_000_000_000L;

  private static final long PAUSE_NANOS = 20_000;
  private static final int SPINS = 100;
  private static final int ALONE = 0;
  private static final int BECOMING_SHARED = 1;
  private static final int SHARED = 2;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      FIRST = lookup.findVarHandle(BiasedLock.class, "first", Thread.class);
      INSIDE = lookup.findVarHandle(BiasedLock.class, "inside", boolean.class);
      MODE = lookup.findVarHandle(BiasedLock.class, "mode", int.class);
      HOLDER = lookup.findVarHandle(BiasedLock.class, "holder", Thread.class);
      WANTED = lookup.findVarHandle(BiasedLock.class, "wanted", boolean.class);
      KEPT = lookup.findVarHandle(BiasedLock.class, "kept", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Parking parking;
  private @Nullable Thread first; // set once, by compare-and-set
  private boolean inside; // written by the first thread only
  private int mode;
  private @Nullable Thread holder; // while shared
  private boolean wanted; // another thread found it taken
  private boolean kept; // its holder is not done in a moment; written by the holder only

  /// @param parking whose barrier makes it cheap; without one the turn is shared from the start
  BiasedLock(Parking parking) {
    this.parking = parking;
    this.mode = parking.barrier() ? ALONE : SHARED;
  }

  /// Takes the turn unless another thread keeps it. A thread that has it for a moment is waited
  /// for, because nothing but that stands between the caller and its message. The holder of a turn
  /// that was not to be had hears of it from [#exit]. Not reentrant.
  ///
  /// @throws IllegalStateException if this very thread has it
  boolean tryEnter() {
    return tryOnce() || tryAgain();
  }

  /// Waits for a turn that no thread keeps for long.
  void enter() {
    while (!tryEnter()) {
      pause(SPINS);
    }
  }

  /// The holder of the turn keeps it for longer than a moment, so no thread is to wait for it.
  void keep() {
    KEPT.setOpaque(this, true);
  }

  private boolean tryOnce() {
    Thread me = Thread.currentThread();
    return FIRST.getOpaque(this) == me ? enterAsFirst(me) : enterAsAnother(me);
  }

  private boolean tryAgain() {
    long began = System.nanoTime();
    for (int looks = 0; System.nanoTime() - began < MOMENT_NANOS; looks++) {
      WANTED.setVolatile(this, true); // SYNC: turn-wanted (release side)
      if (tryOnce()) {
        return true;
      }
      if ((boolean) KEPT.getOpaque(this)) {
        return false;
      }
      pause(looks);
    }
    return false;
  }

  /// An interrupted thread cannot sleep, so it lets others have the processor.
  private static void pause(int looks) {
    if (looks < SPINS) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private boolean enterAsFirst(Thread me) {
    if ((int) MODE.getOpaque(this) == ALONE) {
      if ((boolean) INSIDE.getOpaque(this)) {
        throw reentered();
      }
      INSIDE.setOpaque(this, true); // SYNC: turn-inside (release side, with the other's barrier)
      // Both fences together keep the compiler from moving the look before the store; the
      // processor's part of it is in the
      // other thread's barrier.
      VarHandle.releaseFence();
      VarHandle.acquireFence();
      if ((int) MODE.getOpaque(this) == ALONE) { // SYNC: turn-mode (acquire side)
        return true;
      }
      INSIDE.setRelease(this, false);
    }
    return enterShared(me);
  }

  private boolean enterAsAnother(Thread me) {
    if ((int) MODE.getVolatile(this) == ALONE) {
      if (FIRST.compareAndSet(this, null, me)) {
        return enterAsFirst(me);
      }
      if (MODE.compareAndSet(this, ALONE, BECOMING_SHARED)) { // SYNC: turn-mode (release side)
        parking.barrier();
        MODE.setVolatile(this, SHARED);
      }
    }
    return enterShared(me);
  }

  private boolean enterShared(Thread me) {
    if ((int) MODE.getVolatile(this) != SHARED) {
      return false;
    }
    if ((boolean) INSIDE.getVolatile(this)) { // SYNC: turn-inside (acquire side)
      if (FIRST.getOpaque(this) == me) {
        throw reentered();
      }
      return false;
    }
    if (HOLDER.getOpaque(this) == me) {
      throw reentered();
    }
    return HOLDER.compareAndSet(this, null, me);
  }

  /// Gives the turn back; whether another thread has found it taken since the last time.
  boolean exit() {
    if (kept) {
      KEPT.setOpaque(this, false);
    }
    if ((boolean) INSIDE.getOpaque(this) && FIRST.getOpaque(this) == Thread.currentThread()) {
      INSIDE.setRelease(this, false);
      if ((int) MODE.getOpaque(this) == ALONE) {
        return false;
      }
      VarHandle.fullFence();
    } else {
      HOLDER.setVolatile(this, null);
    }
    // SYNC: turn-wanted (acquire side)
    return (boolean) WANTED.getVolatile(this) && (boolean) WANTED.getAndSet(this, false);
  }

  private static IllegalStateException reentered() {
    return new IllegalStateException(
        "this thread is at this end already: finish the message in hand before the next");
  }
}
