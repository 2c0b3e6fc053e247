// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Gives each process of a run a processor of its own.
public final class Processors {
  private static final Path TASKSET = Path.of("/usr/bin/taskset");

  private Processors() {}

  /// How many there are.
  static int count() {
    return Runtime.getRuntime().availableProcessors();
  }

  /// Whether processes are pinned.
  public static boolean arePinned() {
    return count() > 1 && Files.isExecutable(TASKSET);
  }

  /// The command that runs another on one processor: the first for drivers, the second for
  /// partners.
  static List<String> pinned(int processor, List<String> command) {
    List<String> pinned = new ArrayList<>();
    if (arePinned()) {
      pinned.addAll(List.of(TASKSET.toString(), "-c", Integer.toString(processor)));
    }
    pinned.addAll(command);
    return pinned;
  }
}
