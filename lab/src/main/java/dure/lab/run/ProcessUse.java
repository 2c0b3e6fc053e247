// SPDX-License-Identifier: Apache-2.0
package dure.lab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the kernel tells of a process: whether it is stopped, and how much of a processor it uses.
final class ProcessUse {
  /// The kernel counts processor time in ticks of this length (`USER_HZ`).
  private static final double NANOS_A_TICK = 1e7;

  /// The least time between two looks that a share is made of.
  private static final long LEAST_NANOS = 700_000_000;

  private final Path stat;
  private boolean stopped;
  private long ticks;
  private long lookedAt;
  private double share;

  ProcessUse(long pid) {
    this.stat = Path.of("/proc", Long.toString(pid), "stat");
    this.lookedAt = System.nanoTime();
  }

  /// Looks again; of a process that has ended nothing changes.
  void look() {
    try {
      String line = Files.readString(stat);
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      stopped = fields[0].equals("T");
      measure(Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
    } catch (IOException ended) {
      stopped = false;
      share = 0;
    }
  }

  private void measure(long used) {
    long now = System.nanoTime();
    if (now - lookedAt >= LEAST_NANOS) {
      share = 100 * (used - ticks) * NANOS_A_TICK / (now - lookedAt);
      ticks = used;
      lookedAt = now;
    }
  }

  /// Whether a signal has stopped it.
  boolean isStopped() {
    return stopped;
  }

  /// Processor time used of late, in percent of one processor.
  double percent() {
    return share;
  }

  /// Processor time used so far, in milliseconds.
  long millis() {
    return ticks * 10;
  }
}
