// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A kind of System V object, as the kernel lists it in `/proc/sysvipc`. An object is the session's
/// if its key was at the time of its creation, or the process was that made it or used it last.
enum SystemVObject {
  SEGMENTS("shm", "-m", 13),
  QUEUES("msg", "-q", 13),
  SEMAPHORES("sem", "-s", 9);

  private static final int MAKER = 4;

  private final String kind;
  private final String option;
  private final int created;

  /// @param created the column of the time of creation, in seconds
  SystemVObject(String kind, String option, int created) {
    this.kind = kind;
    this.option = option;
    this.created = created;
  }

  /// One object, as its columns.
  record Listed(List<String> columns) {
    int key() {
      return Integer.parseInt(columns.get(0));
    }

    String id() {
      return columns.get(1);
    }

    /// Of a segment, the process that made it.
    long maker() {
      return number(MAKER);
    }

    private long number(int column) {
      return Long.parseLong(columns.get(column));
    }
  }

  /// The columns of a process's id and of the time, in seconds, at which it used an object.
  private record Use(int pid, int time) {}

  /// A segment tells its creator, a queue its last sender and receiver, and a set of semaphores no
  /// process, so only the key tells whose it is.
  private List<Use> uses() {
    return switch (this) {
      case SEGMENTS -> List.of(new Use(MAKER, created));
      case QUEUES -> List.of(new Use(5, 11), new Use(6, 12));
      case SEMAPHORES -> List.of();
    };
  }

  /// The ids of the session's objects.
  Set<String> ours() {
    return objects()
        .filter(this::isOurs)
        .map(Listed::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean isOurs(Listed object) {
    SessionRecord record = TestSession.current().record();
    return record.hasKey(object.key(), object.number(created))
        || uses().stream().anyMatch(use -> isOurs(record, object, use));
  }

  private static boolean isOurs(SessionRecord record, Listed object, Use use) {
    long pid = object.number(use.pid);
    long time = object.number(use.time);
    return record.hasProcess(pid, time) || OurProcesses.had(pid, time);
  }

  /// Removes objects by their ids.
  void remove(Set<String> ids) {
    for (String id : ids) {
      try (Child ipcrm = Child.command("ipcrm", option, id)) {
        ipcrm.awaitEnd();
      }
    }
  }

  /// The objects of a kind.
  Stream<Listed> objects() {
    try {
      return Files.readAllLines(Path.of("/proc/sysvipc", kind)).stream()
          .skip(1)
          .map(line -> new Listed(List.of(line.strip().split(" +", -1))));
    } catch (IOException none) {
      return Stream.empty();
    }
  }
}
