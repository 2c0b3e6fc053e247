// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.time.Duration;

/// What a process uses of the processors, which the load beside it does not change.
public final class ProcessorTime {
  private ProcessorTime() {}

  /// What all threads of a process have used since its start.
  public static Duration of(long pid) {
    return ProcessHandle.of(pid).flatMap(it -> it.info().totalCpuDuration()).orElseThrow();
  }

  /// What a process uses while a time passes, per second of it.
  ///
  /// The compiler and the collector of a JVM add to it while they warm up, so a process that sleeps
  /// is one with little use in any of several such times: see [Bound].
  public static Duration perSecond(long pid, Duration time) throws InterruptedException {
    long began = System.nanoTime();
    Duration before = of(pid);
    Thread.sleep(time);
    Duration used = of(pid).minus(before);
    double seconds = (System.nanoTime() - began) / 1e9;
    return Duration.ofNanos((long) (used.toNanos() / seconds));
  }
}
