// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much processor time the machine had spent at a moment, and how much of it was ours: this
/// process's and that of its children that have ended.
///
/// @param nanos the moment
/// @param busyTicks of all processors, also what the hypervisor took for others
/// @param ownTicks ours
record CpuTime(long nanos, long busyTicks, long ownTicks) {
  private static final double TICKS_A_SECOND = 100; // the kernel's USER_HZ, fixed for all programs
  private static final int IDLE = 4;
  private static final int IO_WAIT = 5;
  private static final int GUEST = 9; // guests are counted as user time already

  /// Until now.
  static CpuTime now() {
    try {
      return new CpuTime(
          System.nanoTime(),
          busy(Files.readString(Path.of("/proc/stat"))),
          own(Files.readString(Path.of("/proc/self/stat"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads the first line of `/proc/stat`: `cpu user nice system idle iowait irq softirq steal …`.
  static long busy(String stat) {
    String[] words = stat.lines().findFirst().orElseThrow().split(" +", -1);
    long busy = 0;
    for (int i = 1; i < Math.min(words.length, GUEST); i++) {
      busy += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(words[i]);
    }
    return busy;
  }

  /// Reads `/proc/self/stat`, of which fields 14 to 17 are utime, stime, cutime and cstime; the
  /// second field is a name in parentheses that may contain anything.
  static long own(String stat) {
    String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long own = 0;
    for (int field = 14; field <= 17; field++) {
      own += Long.parseLong(words[field - 3]);
    }
    return own;
  }

  /// The part of one processor that others have used since an earlier moment.
  double foreignSince(CpuTime earlier) {
    double seconds = (nanos - earlier.nanos) / 1e9;
    double foreign = (busyTicks - earlier.busyTicks) - (ownTicks - earlier.ownTicks);
    return Math.max(0, foreign / TICKS_A_SECOND / seconds);
  }
}
