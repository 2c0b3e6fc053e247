// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A kind of System V object, as the kernel lists it in `/proc/sysvipc`. An object is the session's
/// if its key is, or a process of the session made it or used it last.
enum SystemVObject {
  SEGMENTS("shm", "-m"),
  QUEUES("msg", "-q"),
  SEMAPHORES("sem", "-s");

  private static final int KEY = 0;
  private static final int ID = 1;

  private final String kind;
  private final String option;

  SystemVObject(String kind, String option) {
    this.kind = kind;
    this.option = option;
  }

  /// The columns of a process's id and of the time, in seconds, at which it used an object.
  private record Use(int pid, int time) {}

  /// A segment tells its creator, a queue its last sender and receiver, and a set of semaphores no
  /// process, so only the key tells whose it is.
  private List<Use> uses() {
    return switch (this) {
      case SEGMENTS -> List.of(new Use(4, 13));
      case QUEUES -> List.of(new Use(5, 11), new Use(6, 12));
      case SEMAPHORES -> List.of();
    };
  }

  /// All objects of all kinds.
  static List<String> all() {
    return Arrays.stream(values()).flatMap(kind -> kind.objects().map(kind::name)).toList();
  }

  private String name(String[] object) {
    return kind + " " + object[ID];
  }

  /// The ids of the session's objects.
  Set<String> ours() {
    TestSession session = TestSession.current();
    List<String[]> objects = objects().toList();
    if (objects.isEmpty()) {
      return new TreeSet<>();
    }
    Set<String> before = session.before();
    return objects.stream()
        .filter(object -> !before.contains(name(object)))
        .filter(object ->
            SystemVKeys.isOurs(Integer.parseInt(object[KEY]))
                || uses().stream().anyMatch(use -> isOurs(session, object, use)))
        .map(object -> object[ID])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isOurs(TestSession session, String[] object, Use use) {
    long pid = Long.parseLong(object[use.pid]);
    return session.processes().has(pid, Long.parseLong(object[use.time])) || OurProcesses.has(pid);
  }

  /// Removes objects by their ids.
  void remove(Set<String> ids) {
    for (String id : ids) {
      try (Child ipcrm = Child.command("ipcrm", option, id)) {
        ipcrm.awaitEnd();
      }
    }
  }

  /// The objects of a kind, each as its columns.
  Stream<String[]> objects() {
    try {
      return Files.readAllLines(Path.of("/proc/sysvipc", kind)).stream()
          .skip(1)
          .map(line -> line.strip().split(" +", -1));
    } catch (IOException none) {
      return Stream.empty();
    }
  }
}
