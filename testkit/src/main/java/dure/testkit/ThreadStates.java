// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the threads of a process do, as the kernel shows it in `/proc`.
///
/// One look tells little, since a thread on its way sleeps now and then. A thread waits that sleeps
/// in two looks and has not been awake between them.
public final class ThreadStates {
  private static final String ASLEEP = "S";
  private static final String STOPPED = "T";
  private static final String ENDED = "ZX";

  private ThreadStates() {}

  /// One thread in one look.
  ///
  /// @param state the letter that `proc(5)` gives
  /// @param wakes how often the thread has given up its processor of itself
  private record Look(String tid, String name, String state, String wakes) {
    boolean isOneOf(String states) {
      return states.contains(state);
    }
  }

  /// Whether all threads of a process wait.
  static boolean areAsleep(long pid) {
    return stay(ASLEEP, pid, _ -> true);
  }

  /// How often each of the threads of a process has woken whose name in the kernel begins so, by
  /// its number: each time it has given up its processor of itself.
  public static Map<String, Long> wakes(long pid, String begin) {
    return looks(pid).stream()
        .filter(look -> look.name.startsWith(begin))
        .collect(Collectors.toMap(Look::tid, look -> Long.parseLong(look.wakes)));
  }

  /// Whether the threads of a process wait that the kernel knows by one name.
  public static boolean areAsleep(long pid, String name) {
    return stay(ASLEEP, pid, look -> look.name.equals(name));
  }

  /// Whether all threads of this process but the calling one wait.
  static boolean areOthersAsleep() throws IOException {
    String self = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString();
    return stay(ASLEEP, ProcessHandle.current().pid(), look -> !look.tid.equals(self));
  }

  /// Whether all threads of a process wait, are stopped or have ended.
  public static boolean areStill(long pid) {
    return looks(pid).isEmpty() || stay(ASLEEP + STOPPED + ENDED, pid, _ -> true);
  }

  /// Whether all threads of a process are stopped.
  static boolean areStopped(long pid) {
    return looks(pid).stream().allMatch(look -> look.isOneOf(STOPPED));
  }

  private static boolean stay(String states, long pid, Predicate<Look> which) {
    List<Look> before = looks(pid).stream().filter(which).toList();
    List<Look> after = looks(pid).stream().filter(which).toList();
    return !before.isEmpty()
        && before.equals(after)
        && before.stream().allMatch(look -> look.isOneOf(states));
  }

  /// Looks at all threads of a process; at none once the process has ended.
  private static List<Look> looks(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return threads
          .map(ThreadStates::status)
          .filter(text -> !text.isEmpty())
          .map(ThreadStates::look)
          .toList();
    } catch (NoSuchFileException ended) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String status(Path thread) {
    try {
      return Files.readString(thread.resolve("status"));
    } catch (IOException ended) {
      return "";
    }
  }

  private static Look look(String status) {
    String state = field(status, "State:\t").substring(0, 1);
    String wakes = field(status, "voluntary_ctxt_switches:\t");
    return new Look(field(status, "Pid:\t"), field(status, "Name:\t"), state, wakes);
  }

  private static String field(String status, String label) {
    int at = status.startsWith(label) ? 0 : status.indexOf("\n" + label) + 1;
    return status.substring(at + label.length(), status.indexOf('\n', at));
  }
}
