// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Waits until a thread of this process waits: in Java, or inside a call of the kernel.
///
/// Java says of a thread in a native call that it runs. [ThreadStates] tell more: of the thread,
/// and of any other that the kernel knows by the same name.
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
    return ThreadStates.areAsleep(ProcessHandle.current().pid(), nameInTheKernel(thread));
  }

  /// The main thread alone is not named by the JVM: the kernel knows it by the program's name.
  private static String nameInTheKernel(Thread thread) throws IOException {
    String name = thread.getName();
    return name.equals("main")
        ? Files.readString(Path.of("/proc/self/comm")).strip()
        : name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }
}
