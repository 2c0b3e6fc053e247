// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `/proc/PID/stat` says of a process.
///
/// @param state its letter, as in `proc(5)`: `T` and `t` are stopped, `Z` and `X` are dead
/// @param processorTicks what all its threads have used, in clock ticks
/// @param startTicks when it started, in clock ticks since boot
public record ProcessStat(char state, long processorTicks, long startTicks) {
  // Fields after the command, which is in parentheses and may hold anything; see proc(5).
  private static final int STATE = 0;
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;
  private static final int START_TIME = 19;

  /// `sysconf(_SC_CLK_TCK)`: the same on every architecture that Linux still supports.
  private static final long TICKS_PER_SECOND = 100;

  private static final long MILLIS_PER_TICK = 1000 / TICKS_PER_SECOND;

  private static final class Boot {
    static final Instant TIME = read();

    private static Instant read() {
      try {
        return Files.readAllLines(Path.of("/proc/stat")).stream()
            .filter(line -> line.startsWith("btime "))
            .map(line -> Instant.ofEpochSecond(Long.parseLong(line.substring(6).strip())))
            .findFirst()
            .orElse(Instant.EPOCH);
      } catch (IOException notTold) {
        return Instant.EPOCH;
      }
    }
  }

  /// Of a process of this pid namespace; null if there is none of this number.
  public static @Nullable ProcessStat of(int pid) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc/" + pid + "/stat"));
      String stat = new String(bytes, StandardCharsets.UTF_8);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return new ProcessStat(
          fields[STATE].charAt(0),
          Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]),
          Long.parseLong(fields[START_TIME]));
    } catch (IOException gone) {
      return null;
    }
  }

  public boolean isStopped() {
    return state == 'T' || state == 't';
  }

  public boolean isDead() {
    return state == 'Z' || state == 'X';
  }

  public Duration processorTime() {
    return Duration.ofMillis(processorTicks * MILLIS_PER_TICK);
  }

  /// When a process started that did so at this clock tick; empty if this system does not tell when
  /// it was booted.
  public static Optional<Instant> started(long ticks) {
    return ticks == 0 || Boot.TIME.equals(Instant.EPOCH)
        ? Optional.empty()
        : Optional.of(Boot.TIME.plusMillis(ticks * MILLIS_PER_TICK));
  }
}
