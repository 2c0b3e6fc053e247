// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The memory of the machine, as far as this process may still use it.
///
/// The kernel does not refuse memory that it does not have: it kills a process to get it. So a
/// taker of much memory asks first.
public final class MachineMemory {
  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable: +([0-9]+) kB");
  private static final Pattern SWAP = Pattern.compile("SwapFree: +([0-9]+) kB");
  private static final Pattern CONTROL_GROUP = Pattern.compile("(?m)^0::/(.*)$");
  private static final Pattern BYTES = Pattern.compile("([0-9]+)");
  private static final Pattern CACHED = Pattern.compile("(?m)^(?:in)?active_file ([0-9]+)$");

  private MachineMemory() {}

  /// Bytes that could still be had, in memory and swap space, within the limits of the control
  /// groups this process is in. An estimate, and on the high side; [Long#MAX_VALUE] where nothing
  /// is known.
  public static long available() {
    return available(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
  }

  /// The same, read from other directories.
  static long available(Path proc, Path controlGroups) {
    String machine = read(proc.resolve("meminfo"));
    OptionalLong free = first(AVAILABLE, machine);
    if (free.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long available = free.getAsLong() << 10;
    Matcher own = CONTROL_GROUP.matcher(read(proc.resolve("self/cgroup")));
    @Nullable Path group = own.find() ? controlGroups.resolve(own.group(1)).normalize() : null;
    for (; group != null && group.startsWith(controlGroups); group = group.getParent()) {
      available = Math.min(available, availableIn(group));
    }
    return available + (first(SWAP, machine).orElse(0) << 10);
  }

  /// What a control group may still take; the files that it caches would make way.
  private static long availableIn(Path group) {
    OptionalLong most = first(BYTES, read(group.resolve("memory.max")));
    if (most.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long taken = first(BYTES, read(group.resolve("memory.current"))).orElse(0);
    Matcher cached = CACHED.matcher(read(group.resolve("memory.stat")));
    long makesWay = cached.results().mapToLong(found -> Long.parseLong(found.group(1))).sum();
    return Math.max(0, most.getAsLong() - taken + makesWay);
  }

  private static OptionalLong first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  private static String read(Path file) {
    try {
      return new String(java.nio.file.Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException none) {
      return "";
    }
  }
}
