// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The memory of the machine, as far as this process may still use it.
///
/// The kernel does not refuse memory that it does not have: it kills a process to get it. So a
/// taker of much memory asks first.
public final class MachineMemory {
  private static final Pattern AVAILABLE = Pattern.compile("MemAvailable: +([0-9]+) kB");
  private static final Pattern SWAP = Pattern.compile("SwapFree: +([0-9]+) kB");

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
    long bound =
        ControlGroup.ofMemory(proc, controlGroups).map(ControlGroup::left).orElse(Long.MAX_VALUE);
    return Math.min(available, bound) + (first(SWAP, machine).orElse(0) << 10);
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
