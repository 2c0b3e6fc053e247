// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;

/// The bytes that all POSIX queues of a user may take together, as far as this JVM is concerned.
///
/// The kernel counts the queues of every program of the user, so a foreign program could leave no
/// room for those of the tests. Root may raise the limit of its own processes; other users keep it.
final class QueueLimit {
  private static final long BYTES = 1L << 30;

  private QueueLimit() {}

  /// Raises the limit of this JVM, and so of its children, where the user may.
  static void raise() {
    if (!OtherUser.isThere()) {
      return;
    }
    String pid = Long.toString(ProcessHandle.current().pid());
    ProcessBuilder prlimit =
        new ProcessBuilder("prlimit", "--pid=" + pid, "--msgqueue=" + BYTES + ":" + BYTES)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.DISCARD);
    try {
      prlimit.start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("the tests need prlimit, of util-linux", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
