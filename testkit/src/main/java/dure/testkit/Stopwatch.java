// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private final List<Nap> naps = new ArrayList<>();
  private volatile boolean stopped;
  private long began;

  private Stopwatch() {}

  /// When a sleep was over, and when its thread ran again.
  private record Nap(long over, long awake) {
    /// How late the thread ran, as far as that lies between two moments.
    long late(long began, long ended) {
      return Math.max(0, Math.min(awake - began, ended - began) - Math.max(over - began, 0));
    }
  }

  /// Starts one.
  public static Stopwatch start() {
    Stopwatch watch = new Stopwatch();
    watch.sleeper.start();
    watch.began = System.nanoTime();
    return watch;
  }

  private void sleepOn() {
    while (!stopped) {
      long over = System.nanoTime() + NAP_NANOS;
      LockSupport.parkNanos(NAP_NANOS);
      naps.add(new Nap(over, System.nanoTime()));
    }
  }

  /// Ends it: the time since its start, without the machine's part.
  public Duration stop() throws InterruptedException {
    long ended = System.nanoTime();
    stopped = true;
    sleeper.join();
    long late = naps.stream().mapToLong(nap -> nap.late(began, ended)).sum();
    return Duration.ofNanos(Math.max(0, ended - began - late));
  }
}
