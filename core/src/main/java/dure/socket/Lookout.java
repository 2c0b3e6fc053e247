// SPDX-License-Identifier: Apache-2.0
package dure.socket;

import dure.linux.Bell;
import dure.linux.Files;
import dure.linux.KernelException;
import dure.linux.Poll;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One platform thread that polls descriptors for virtual threads, which would each pin their
/// carrier in the kernel. It comes when it is needed and goes when it has had nobody for a while.
final class Lookout implements Runnable {
  private static final long IDLE_NANOS = 500_000_000L;
  private static final Object HOUSE = new Object();

  /// Guarded by [#HOUSE], as is all that follows.
  private static @Nullable Lookout onDuty;

  private final int bell;
  private final List<Watch> watches = new ArrayList<>();

  private static final class Watch {
    final int fd;
    final int events;
    final Thread sleeper;
    volatile boolean ready;

    Watch(int fd, int events, Thread sleeper) {
      this.fd = fd;
      this.events = events;
      this.sleeper = sleeper;
    }
  }

  private Lookout() {
    bell = (int) KernelException.check("eventfd2", Bell.make());
  }

  /// Waits until a descriptor has something to say, at most `nanos`, or until the thread is
  /// interrupted: whether it has.
  static boolean await(int fd, int events, long nanos) {
    if (!Thread.currentThread().isVirtual()) {
      return Poll.await(new int[] {fd}, new int[] {events}, nanos)[0];
    }
    Watch watch = new Watch(fd, events, Thread.currentThread());
    begin(watch);
    long end = System.nanoTime() + nanos;
    for (long left = nanos; !watch.ready && left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(watch, left);
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
    }
    return watch.ready || end(watch);
  }

  private static void begin(Watch watch) {
    synchronized (HOUSE) {
      Lookout lookout = onDuty;
      if (lookout == null) {
        lookout = new Lookout();
        Thread.ofPlatform().daemon().name("dure-lookout").start(lookout);
        onDuty = lookout;
      }
      lookout.watches.add(watch);
      Bell.ring(lookout.bell);
    }
  }

  private static boolean end(Watch watch) {
    synchronized (HOUSE) {
      if (onDuty != null) {
        onDuty.watches.remove(watch);
      }
      return watch.ready;
    }
  }

  @Override
  public void run() {
    try {
      while (isWanted()) {
        look();
      }
    } finally {
      synchronized (HOUSE) {
        if (onDuty == this) {
          onDuty = null;
        }
        Files.close(bell);
        watches.forEach(watch -> LockSupport.unpark(watch.sleeper));
      }
    }
  }

  /// Steps down if there is nobody to look out for.
  private boolean isWanted() {
    List<Watch> now = now();
    if (!now.isEmpty()) {
      return true;
    }
    boolean rung = Poll.await(new int[] {bell}, IDLE_NANOS)[0];
    synchronized (HOUSE) {
      if (!rung && watches.isEmpty()) {
        onDuty = null;
        return false;
      }
      return true;
    }
  }

  private List<Watch> now() {
    synchronized (HOUSE) {
      return List.copyOf(watches);
    }
  }

  private void look() {
    List<Watch> now = now();
    int[] fds = new int[now.size() + 1];
    int[] events = new int[fds.length];
    fds[0] = bell;
    events[0] = Poll.POLLIN;
    for (int i = 1; i < fds.length; i++) {
      fds[i] = now.get(i - 1).fd;
      events[i] = now.get(i - 1).events;
    }
    boolean[] ready = Poll.await(fds, events, IDLE_NANOS);
    if (ready[0]) {
      Bell.silence(bell);
    }
    synchronized (HOUSE) {
      for (int i = 1; i < fds.length; i++) {
        Watch watch = now.get(i - 1);
        if (ready[i] && watches.remove(watch)) {
          watch.ready = true;
          LockSupport.unpark(watch.sleeper);
        }
      }
    }
  }
}
