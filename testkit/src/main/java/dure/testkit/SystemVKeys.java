// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Keys for the System V objects of tests: each JVM has a thousand of its own, made of its pid, so
/// that tests at the same time do not meet, and what is left behind can be told.
public final class SystemVKeys {
  private static final int BITS = 10;
  private static final int PID_MASK = 0x3F_FFFF;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private SystemVKeys() {}

  /// One that no object has, as it is written: `0x`, and eight digits.
  public static String next() {
    int key;
    do {
      key = (ours() << BITS) | (COUNT.incrementAndGet() & ((1 << BITS) - 1));
    } while (isTaken(key));
    return String.format("0x%08x", key);
  }

  /// Whether a key is one of this JVM's.
  static boolean isOurs(int key) {
    return key >>> BITS == ours();
  }

  private static int ours() {
    return (int) ProcessHandle.current().pid() & PID_MASK;
  }

  private static boolean isTaken(int key) {
    return Stream.of("msg", "shm", "sem")
        .flatMap(kind -> objects(Path.of("/proc/sysvipc", kind)))
        .anyMatch(object -> object[0].equals(Integer.toString(key)));
  }

  /// The objects of a kind, each as its columns.
  static Stream<String[]> objects(Path kind) {
    try {
      return Files.readAllLines(kind).stream().skip(1).map(line -> line.strip().split(" +", -1));
    } catch (IOException none) {
      return Stream.empty();
    }
  }
}
