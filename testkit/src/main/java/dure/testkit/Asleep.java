// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/// Waits until a thread of this process waits: in Java, or inside a call of the kernel.
///
/// Java says of a thread in a native call that it runs. [ThreadStates] tell more: of the thread,
/// and of any other that the kernel knows by the same name.
public final class Asleep {
  private static final int LONGEST_NAME = 15;
  private static final int TIMES = 5;
  private static final long APART_NANOS = 4_000_000;

  private Asleep() {}

  /// Returns once a thread waits, and fails if it does not within our [Child#PATIENCE].
  public static void await(Thread thread) {
    Eventually.holds(() -> {
      if (thread.getState() == Thread.State.TERMINATED) {
        throw new AssertionError(thread + " has ended and does not wait");
      }
      return is(thread);
    });
  }

  /// Whether a thread waits.
  static boolean is(Thread thread) throws IOException {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING -> true;
      default -> !thread.isVirtual() && sleepsOn(thread);
    };
  }

  /// Returns once every thread of this process but the calling one waits: what has not happened by
  /// then waits for something that none of them is about to do.
  public static void awaitOthers() {
    Eventually.holds(ThreadStates::areOthersAsleep);
  }

  /// A thread may sleep for a moment on a lock of the JVM whose holder has no processor; so it is
  /// looked at several times. Between those it may be awake, as one that looks every millisecond.
  private static boolean sleepsOn(Thread thread) throws IOException {
    String name = nameInTheKernel(thread);
    boolean asleep = ThreadStates.areAsleep(ProcessHandle.current().pid(), name);
    for (int time = 1; asleep && time < TIMES; time++) {
      LockSupport.parkNanos(APART_NANOS);
      asleep = ThreadStates.areAsleep(ProcessHandle.current().pid(), name);
    }
    return asleep;
  }

  /// The main thread alone is not named by the JVM: the kernel knows it by the program's name.
  private static String nameInTheKernel(Thread thread) throws IOException {
    String name = thread.getName();
    return name.equals("main")
        ? Files.readString(Path.of("/proc/self/comm")).strip()
        : name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }
}
