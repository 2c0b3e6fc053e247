// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Waits until a thread of this process waits: in Java, or inside a call of the kernel.
///
/// Java says of a thread in a native call that it runs. Its state in `/proc` tells more: a thread
/// waits that sleeps in two looks, and has not been awake between them.
public final class Asleep {
  private static final int LONGEST_NAME = 15;

  private Asleep() {}

  /// Returns once a thread waits, and fails if it does not within our [Child#PATIENCE].
  public static void await(Thread thread) {
    Eventually.holds(() -> isWaiting(thread) || (!thread.isVirtual() && sleepsOn(thread)));
  }

  private static boolean isWaiting(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING -> true;
      case TERMINATED -> throw new AssertionError(thread + " has ended and does not wait");
      default -> false;
    };
  }

  private static boolean sleepsOn(Thread thread) throws IOException, InterruptedException {
    List<String> before = sleeps(thread);
    Thread.sleep(1);
    return !before.isEmpty()
        && before.stream().allMatch(sleep -> sleep.contains("State:\tS"))
        && before.equals(sleeps(thread));
  }

  /// The state of a thread, and how often it has gone to sleep; so too of any other that the kernel
  /// knows by the same name. The main thread alone is not named by the JVM: it has the program's.
  private static List<String> sleeps(Thread thread) throws IOException {
    String name = thread.getName();
    String known =
        name.equals("main")
            ? Files.readString(Path.of("/proc/self/comm")).strip()
            : name.substring(0, Math.min(name.length(), LONGEST_NAME));
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      return tasks
          .map(Asleep::status)
          .filter(status -> status.startsWith("Name:\t" + known + "\n"))
          .map(Asleep::sleep)
          .toList();
    }
  }

  private static String status(Path task) {
    try {
      return Files.readString(task.resolve("status"));
    } catch (IOException ended) {
      return "";
    }
  }

  private static String sleep(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("State:") || line.startsWith("voluntary_ctxt_switches:"))
        .collect(Collectors.joining("\n"));
  }
}
