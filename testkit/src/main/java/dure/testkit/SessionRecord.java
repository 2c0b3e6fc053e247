// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// What a session has started and handed out, and when: a file that every process of the session
/// writes and its reaper reads. A line tells the beginning of a process (`+ pid time`), its end (`-
/// pid time`) or a System V key (`k key time`).
///
/// The kernel uses process ids again, and a key is free to all; so both tell the session's objects
/// only together with a time. The time of the last change is the last at which the session lived
/// for sure.
final class SessionRecord {
  private static final long OPEN = -1;

  private final Path file;

  SessionRecord(Path file) {
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

  /// A process that ended at a time or just before it.
  void ended(long pid, long time) {
    write("- " + pid + " " + time);
  }

  /// A key that is the session's from a time on.
  void handedOut(int key, long time) {
    write("k " + key + " " + (time - 1));
  }

  private void write(String line) {
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    } catch (IOException inAnotherMountNamespace) {
      // a process that sees another /dev/shm has no part in the record
    }
  }

  /// Whether a process of the session had an id at a time.
  boolean hasProcess(long pid, long time) {
    long began = OPEN;
    for (String[] words : linesOf(pid, "+-")) {
      long at = Long.parseLong(words[2]);
      if (words[0].equals("+")) {
        began = at;
      } else {
        if (began != OPEN && began <= time && time <= at) {
          return true;
        }
        began = OPEN;
      }
    }
    return began != OPEN && began <= time;
  }

  /// Whether a key was the session's at a time.
  boolean hasKey(int key, long time) {
    return linesOf(key, "k").stream().anyMatch(words -> Long.parseLong(words[2]) <= time);
  }

  private List<String[]> linesOf(long number, String kinds) {
    String text = Long.toString(number);
    try {
      return Files.readAllLines(file).stream()
          .map(line -> line.split(" ", -1))
          .filter(words -> kinds.contains(words[0]) && words[1].equals(text))
          .toList();
    } catch (IOException inAnotherMountNamespace) {
      return List.of();
    }
  }
}
