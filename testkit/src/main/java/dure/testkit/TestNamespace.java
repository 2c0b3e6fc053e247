// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// Names for what tests make, each with the token of the test JVM, by which its objects are told
/// from all others on the machine. What a test leaves behind is found, and in the end removed, by
/// that token.
public final class TestNamespace {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private TestNamespace() {}

  /// A part of every name of this test JVM and its child processes, and of no other: letters and
  /// digits, at most 17.
  public static String token() {
    return TestSession.current().token();
  }

  /// A name that has not been given before: letters, digits and hyphens.
  ///
  /// @param what its beginning, for the reader of a failure
  public static String name(String what) {
    TestSession session = TestSession.current();
    long pid = ProcessHandle.current().pid();
    String process = pid == session.jvm() ? "" : pid + "-";
    return what + "-" + session.token() + "-" + process + COUNT.incrementAndGet();
  }

  /// The directory of this test JVM's mailboxes, which the property `dure.namespace` names, and in
  /// child processes the variable `DURE_NAMESPACE`.
  public static Path directory() {
    return TestSession.current().directory();
  }

  /// The path of a file in the directory of this test JVM's mailboxes.
  public static Path file(String name) {
    return directory().resolve(name);
  }

  /// The path of a file in shared memory, with a name that has not been given before.
  public static Path sharedFile(String what) {
    return Path.of("/dev/shm", name(what));
  }
}
