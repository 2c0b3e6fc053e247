// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Which system call a thread of this process is inside of, as the kernel shows it.
public final class Inside {
  private Inside() {}

  /// How many threads wait for a message of a System V queue.
  public static long msgrcv() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      return threads.filter(thread -> isInside(thread, SystemCall.MSGRCV)).count();
    }
  }

  /// Whether the thread of this number is inside a call.
  static boolean isInside(int thread, SystemCall call) {
    return isInside(Path.of("/proc/self/task/" + thread), call);
  }

  private static boolean isInside(Path thread, SystemCall call) {
    int wanted = Architecture.CURRENT == Architecture.X86_64 ? call.x86 : call.aarch64;
    try {
      return Files.readString(thread.resolve("syscall")).startsWith(wanted + " ");
    } catch (IOException ended) {
      return false;
    }
  }
}
