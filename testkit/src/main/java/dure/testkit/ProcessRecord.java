// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Which processes a session has started, and when each began and ended: a file with a line for
/// each beginning and each end, which every process of the session writes and its reaper reads.
///
/// The kernel uses process ids again; so an id tells the session's process only at its time.
final class ProcessRecord {
  private static final long OPEN = -1;

  private final Path file;

  ProcessRecord(Path file) {
    this.file = file;
  }

  /// The time, in seconds, as the kernel keeps it with its objects.
  static long now() {
    return System.currentTimeMillis() / 1000;
  }

  /// A process that began at a time or just before it: the kernel's clock lags a moment behind.
  void began(long pid, long time) {
    write("+ " + pid + " " + (time - 1));
  }

  /// A process that has ended.
  void ended(long pid) {
    write("- " + pid + " " + now());
  }

  private void write(String line) {
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    } catch (IOException inAnotherMountNamespace) {
      // a process that sees another /dev/shm has no part in the record
    }
  }

  /// Whether a process of the session had an id at a time.
  boolean has(long pid, long time) {
    String id = Long.toString(pid);
    long began = OPEN;
    for (String line : lines()) {
      String[] words = line.split(" ", -1);
      long at = Long.parseLong(words[2]);
      if (words[1].equals(id) && words[0].equals("+")) {
        began = at;
      } else if (words[1].equals(id)) {
        if (began != OPEN && began <= time && time <= at) {
          return true;
        }
        began = OPEN;
      }
    }
    return began != OPEN && began <= time;
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (IOException inAnotherMountNamespace) {
      return List.of();
    }
  }
}
