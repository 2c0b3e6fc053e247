// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a process uses of the processors, which the load beside it does not change.
public final class ProcessorTime {
  private ProcessorTime() {}

  /// What all threads of a process have used since its start.
  public static Duration of(long pid) {
    return ProcessHandle.of(pid).flatMap(it -> it.info().totalCpuDuration()).orElseThrow();
  }

  /// What threads of a process use while a time passes, per second of it: several sums, each of the
  /// threads whose names in the kernel begin with one of several words.
  public static List<Duration> perSecond(long pid, Duration time, List<List<String>> names)
      throws InterruptedException {
    long began = System.nanoTime();
    List<Long> before = names.stream().map(begins -> nanos(pid, begins)).toList();
    Thread.sleep(time);
    double seconds = (System.nanoTime() - began) / 1e9;
    List<Duration> used = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      long nanos = nanos(pid, names.get(i)) - before.get(i);
      used.add(Duration.ofNanos((long) (nanos / seconds)));
    }
    return used;
  }

  private static long nanos(long pid, List<String> begins) {
    return begins.stream()
        .flatMap(begin -> ThreadStates.wakes(pid, begin).keySet().stream())
        .mapToLong(thread -> nanos(Path.of("/proc", Long.toString(pid), "task", thread)))
        .sum();
  }

  private static long nanos(Path thread) {
    try {
      return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
    } catch (IOException ended) {
      return 0;
    }
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
