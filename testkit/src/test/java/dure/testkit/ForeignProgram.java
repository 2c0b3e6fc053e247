// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A program that is no part of any test. It makes an object of each kind and removes them at the
/// end of its input, which comes when the test JVM is killed, too.
final class ForeignProgram implements AutoCloseable {
  private static final String SCRIPT =
      """
      trap '' HUP INT TERM
      made() { ipcmk "$@" | sed 's/.* //'; }
      segment=$(made -M 4096) queue=$(made -Q) semaphore=$(made -S 1)
      : > "$1"
      echo "$segment"
      echo "$queue"
      echo "$semaphore"
      cat > /dev/null
      ipcrm -m "$segment" -q "$queue" -s "$semaphore"
      rm -f "$1"
      """;

  /// The ids of its System V objects.
  final Map<SystemVObject, String> objects;

  private final Path file;
  private final Child process;

  /// @param name of its file in shared memory
  ForeignProgram(String name) {
    file = Path.of("/dev/shm", name);
    process = Child.foreign("sh", "-c", SCRIPT, "foreign", file.toString());
    objects =
        Map.of(
            SystemVObject.SEGMENTS, process.line(),
            SystemVObject.QUEUES, process.line(),
            SystemVObject.SEMAPHORES, process.line());
  }

  /// The process that made its segment, and has ended since.
  long maker() {
    return listed(SystemVObject.SEGMENTS).maker();
  }

  /// The key of an object.
  int key(SystemVObject kind) {
    return listed(kind).key();
  }

  private SystemVObject.Listed listed(SystemVObject kind) {
    String id = objects.get(kind);
    return kind.objects().filter(object -> object.id().equals(id)).findFirst().orElseThrow();
  }

  /// Whether it runs and all its objects are there.
  boolean isWhole() {
    return process.isAlive()
        && Files.exists(file)
        && objects.entrySet().stream().allMatch(made -> exists(made.getKey(), made.getValue()));
  }

  private static boolean exists(SystemVObject kind, String id) {
    return kind.objects().anyMatch(object -> object.id().equals(id));
  }

  @Override
  public void close() {
    process.endInput();
    process.awaitSuccess();
  }
}
