// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// A process that leaves POSIX message queues behind, its own and another's, and says what of them
/// is noticed.
final class QueueLeaver {
  private QueueLeaver() {}

  /// @param arguments where the kernel's file system of queues is mounted
  public static void main(String[] arguments) throws IOException {
    System.out.println("before: " + Belonging.POSIX_QUEUES.present());
    String own = TestNamespace.name("test");
    Files.createFile(Path.of(arguments[0], own));
    Files.createFile(Path.of(arguments[0], "anothers"));
    System.out.println("noticed: " + Belonging.POSIX_QUEUES.present().equals(Set.of(own)));
  }
}
