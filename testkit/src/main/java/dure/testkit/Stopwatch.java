// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Measures the time that something takes, less what the machine keeps a ready thread waiting
/// meanwhile.
///
/// A thread beside it sleeps again and again for a millisecond. What each sleep takes beyond that
/// is the machine's: other programs have the processors, or this process is stopped.
public final class Stopwatch {
  private static final long NAP_NANOS = 1_000_000;

  private final Thread sleeper =
      Thread.ofPlatform().daemon().name("stopwatch").unstarted(this::sleepOn);
  private volatile boolean started;
  private volatile boolean stopped;
  private long began;
  private long late;

  private Stopwatch() {}

  /// Starts one.
  public static Stopwatch start() {
    Stopwatch watch = new Stopwatch();
    watch.sleeper.start();
    watch.began = System.nanoTime();
    watch.started = true;
    return watch;
  }

  private void sleepOn() {
    while (!stopped) {
      boolean counts = started;
      long before = System.nanoTime();
      LockSupport.parkNanos(NAP_NANOS);
      late += counts ? Math.max(0, System.nanoTime() - before - NAP_NANOS) : 0;
    }
  }

  /// Ends it: the time since its start, without the machine's part.
  public Duration stop() throws InterruptedException {
    long taken = System.nanoTime() - began;
    stopped = true;
    sleeper.join();
    return Duration.ofNanos(Math.max(0, taken - late));
  }
}
