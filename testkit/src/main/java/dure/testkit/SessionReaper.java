// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A shell that ends a session once its test JVM is dead, by whatever death: the kernel then closes
/// the pipe at which the shell listens. Its script is `reaper.sh`.
final class SessionReaper {
  /// Kept, since the pipe to a process that is garbage is closed.
  private static @Nullable Process guard;

  private static final long LONGEST_SWEEP_SECONDS = 20;

  private SessionReaper() {}

  /// Starts the reaper of this JVM's session.
  static void guard(Path directory, String token) {
    guard = start("guard", directory, token, Redirect.PIPE);
  }

  /// The process id of this JVM's reaper.
  static long pid() {
    return Objects.requireNonNull(guard).pid();
  }

  /// Ends a session whose JVM is dead, and its reaper, too; waits for that, as long as is
  /// reasonable. A sweep that takes longer goes on by itself: this session is not to fail for
  /// another.
  static void sweep(Path directory, String token) {
    try {
      Redirect nothing = Redirect.from(Path.of("/dev/null").toFile());
      Process reaper = start("sweep", directory, token, nothing);
      boolean _ = reaper.waitFor(LONGEST_SWEEP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The shell has a process group of its own, which no signal to that of the JVM reaches; and no
  /// mark, so that no other reaper kills it.
  private static Process start(String mode, Path directory, String token, Redirect input) {
    ProcessBuilder shell =
        new ProcessBuilder(
                "setsid",
                "sh",
                "-c",
                script(),
                "reaper",
                mode,
                directory.toString(),
                token,
                System.getProperty("java.io.tmpdir"))
            .directory(Path.of("/").toFile())
            .redirectInput(input)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    shell.environment().remove(TestSession.MARK);
    try {
      return shell.start();
    } catch (IOException e) {
      throw new UncheckedIOException("the tests need setsid, of util-linux", e);
    }
  }

  private static String script() {
    try (InputStream script =
        Objects.requireNonNull(SessionReaper.class.getResourceAsStream("reaper.sh"))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
