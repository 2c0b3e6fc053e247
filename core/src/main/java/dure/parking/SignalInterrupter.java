// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import dure.linux.Errno;
import dure.linux.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Ends system calls that wait for as long as it takes: those of System V message queues, which
/// know no time-out and have no descriptor to wait for.
///
/// A thread makes such a call inside [#during] and really sleeps in the kernel. One *watch*, a
/// daemon thread for all of them, looks when the time of one is over, and every now and then
/// whether its thread is interrupted or its reason gone. Then it *nudges* it: it sends the thread a
/// signal that does nothing ([Signals]), and the kernel ends the call with `EINTR`.
///
/// Why nothing is lost. Whether a call sends or takes a message, or ends with `EINTR`, the kernel
/// decides under its lock of the queue: a thread to which a message has been handed gets it,
/// however many signals come.
///
/// Why no thread waits on. A signal may come just before the thread enters the kernel, and then the
/// call begins to wait nevertheless. So the watch nudges again, a little later each time, until the
/// thread has said that it is out.
///
/// Why no other thread is disturbed. A thread says that it is out under the same lock under which
/// it is nudged, so no signal is sent to it after that, nor to a later thread of the same number.
/// One that was sent before may still be on its way: a thread that was nudged makes one more system
/// call, at whose end the kernel hands out what is pending, before it goes on.
public final class SignalInterrupter {
  /// How often to look whether a waiter is interrupted or has lost its reason.
  private static final long LOOK_NANOS = 50_000_000L;

  /// How long after a nudge to nudge again; doubled each time.
  private static final long AGAIN_NANOS = 1_000_000L;

  private static final long LONGEST_AGAIN_NANOS = 16_000_000L;

  /// How long the interrupter stays without a waiter.
  private static final long IDLE_NANOS = 200_000_000L;

  /// How long to be away from a call that could not be ended.
  private static final long PAUSE_NANOS = 1_000_000L;

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Condition EARLIER = LOCK.newCondition();

  // Guarded by the lock.
  private static final List<Stay> STAYS = new ArrayList<>();
  private static boolean watched;
  private static long nextLook;

  private SignalInterrupter() {}

  /// A thread inside a call. Its changing parts are guarded by the lock.
  private static final class Stay {
    private final int thread = Signals.thread();
    private final BooleanSupplier over;
    private final long end;
    private long again = AGAIN_NANOS;
    private boolean nudged;

    /// When there is something to do about it.
    private long due;

    Stay(BooleanSupplier over, long end) {
      this.over = over;
      this.end = end;
      this.due = end;
    }

    boolean isOver(long now) {
      return now - end >= 0 || over.getAsBoolean();
    }

    void nudge(long now) {
      Signals.interrupt(thread); // that the queue of signals is full leaves it for the next time
      nudged = true;
      due = now + again;
      again = Math.min(again * 2, LONGEST_AGAIN_NANOS);
    }
  }

  /// Makes a system call that ends with `EINTR` when a signal comes, and sees to it that one comes:
  /// when the time is over, or soon after the thread is interrupted (its status is kept) or the
  /// reason to wait is gone. For a virtual thread a platform thread makes the call.
  ///
  /// Where no signal can be had, it does not make the call, but takes a short rest and says
  /// `EINTR`, so that a caller that tries again and again without waiting gets on.
  ///
  /// @param nanos how long at most
  /// @param reasonGone looked at by another thread; returns at once
  /// @param call made once, or not at all if its end has come already
  /// @return what the call returned, or minus `EINTR`
  public static long during(long nanos, BooleanSupplier reasonGone, LongSupplier call) {
    Thread caller = Thread.currentThread();
    if (nanos <= 0 || caller.isInterrupted() || reasonGone.getAsBoolean()) {
      return -Errno.EINTR.number();
    }
    if (!Signals.isThere()) {
      LockSupport.parkNanos(Math.min(nanos, PAUSE_NANOS));
      return -Errno.EINTR.number();
    }
    long end = System.nanoTime() + Math.min(nanos, Long.MAX_VALUE / 2);
    // A virtual thread has to be asked in another way: it loses its status while it waits for the
    // platform thread, and gets it back after that.
    AtomicBoolean interrupted = new AtomicBoolean();
    BooleanSupplier over =
        () -> interrupted.get() || caller.isInterrupted() || reasonGone.getAsBoolean();
    return BlockingPool.call(() -> watched(over, end, call), () -> interrupted.set(true));
  }

  private static long watched(BooleanSupplier over, long end, LongSupplier call) {
    Signals.unblock();
    Stay stay = new Stay(over, end);
    begin(stay);
    try {
      return call.getAsLong();
    } finally {
      if (end(stay)) {
        Signals.settle();
      }
    }
  }

  private static void begin(Stay stay) {
    LOCK.lock();
    try {
      if (!watched) {
        nextLook = System.nanoTime();
        Thread.ofPlatform().daemon().name("dure-nudge").start(SignalInterrupter::watch);
        watched = true;
      } else if (stay.end - nextLook < 0) {
        EARLIER.signal();
      }
      STAYS.add(stay);
    } finally {
      LOCK.unlock();
    }
  }

  /// Whether a signal has been sent to it.
  private static boolean end(Stay stay) {
    LOCK.lock();
    try {
      STAYS.remove(stay);
      return stay.nudged;
    } finally {
      LOCK.unlock();
    }
  }

  private static void watch() {
    LOCK.lock();
    try {
      long busy = System.nanoTime();
      for (long now = busy; !STAYS.isEmpty() || now - busy < IDLE_NANOS; now = System.nanoTime()) {
        busy = STAYS.isEmpty() ? busy : now;
        look(now);
        try {
          long _ = EARLIER.awaitNanos(nextLook - System.nanoTime());
        } catch (InterruptedException nobodyDoes) {
          // looking once more does no harm
        }
      }
    } finally {
      watched = false;
      LOCK.unlock();
    }
  }

  /// Nudges those whose time has come, and says when to look again.
  private static void look(long now) {
    nextLook = now + LOOK_NANOS;
    for (Stay stay : STAYS) {
      if (stay.isOver(now) && (!stay.nudged || now - stay.due >= 0)) {
        stay.nudge(now);
      }
      nextLook = stay.due - nextLook < 0 ? stay.due : nextLook;
    }
  }
}
