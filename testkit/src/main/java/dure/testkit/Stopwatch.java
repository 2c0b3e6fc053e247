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

  private final long began = System.nanoTime();
  private final Thread sleeper =
      Thread.ofPlatform().daemon().name("stopwatch").start(this::sleepOn);
  private volatile boolean stopped;
  private long late;

  private Stopwatch() {}

  /// Starts one.
  public static Stopwatch start() {
    return new Stopwatch();
  }

  private void sleepOn() {
    while (!stopped) {
      long before = System.nanoTime();
      LockSupport.parkNanos(NAP_NANOS);
      late += Math.max(0, System.nanoTime() - before - NAP_NANOS);
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
