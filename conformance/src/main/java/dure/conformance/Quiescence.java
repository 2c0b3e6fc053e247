// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import dure.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The state in which several processes only wait: what has not happened by then waits for
/// something that none of them is about to do.
///
/// A message on its way keeps the thread that is to take it runnable, whatever carries it and
/// however busy the machine is. Only clocks can end the quiet.
final class Quiescence {
  /// What the kernel calls threads that sleep, are stopped, or have ended.
  private static final String STILL = "STtZX";

  private Quiescence() {}

  /// Waits until each thread of these processes sleeps in the kernel, is stopped, or has ended.
  static void await(List<Long> processes) {
    // Twice, because a process may have set one at work again that was looked at before it.
    List<Long> twice = Stream.concat(processes.stream(), processes.stream()).toList();
    Eventually.holds(() -> twice.stream().allMatch(Quiescence::isStill));
  }

  private static boolean isStill(long process) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + process + "/task"))) {
      return threads.allMatch(Quiescence::sleeps);
    } catch (NoSuchFileException ended) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean sleeps(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      return STILL.indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
    } catch (IOException ended) {
      return true;
    }
  }
}
