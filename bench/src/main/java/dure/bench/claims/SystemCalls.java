// SPDX-License-Identifier: Apache-2.0
package dure.bench.claims;

import dure.bench.harness.Leftovers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Counts the system calls of a process with `strace`, where it is installed and allowed.
final class SystemCalls implements AutoCloseable {
  private static final Path STRACE = Path.of("/usr/bin/strace");
  private static final long ATTACHING_MILLIS = 500;
  private static final long PATIENCE_SECONDS = 20;
  private static final int CALLS_COLUMN = 3;

  private final Path report;
  private @Nullable Process strace;

  SystemCalls() throws IOException {
    report = Files.createTempFile(Leftovers.ours().newName(), ".strace");
  }

  /// Begins to count those of all threads of a process.
  void attach(Process process) {
    if (!Files.isExecutable(STRACE)) {
      return;
    }
    try {
      strace =
          new ProcessBuilder(
                  STRACE.toString(), "-f", "-c", "-o", report.toString(), "-p", "" + process.pid())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      Thread.sleep(ATTACHING_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// How many there were, once the process has ended.
  OptionalDouble count() throws IOException, InterruptedException {
    if (strace == null || !strace.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      return OptionalDouble.empty();
    }
    List<String> lines = Files.readAllLines(report);
    return lines.stream()
        .filter(line -> line.endsWith(" total"))
        .map(line -> line.strip().split(" +", -1))
        .mapToDouble(words -> Double.parseDouble(words[CALLS_COLUMN]))
        .findFirst();
  }

  @Override
  public void close() throws IOException {
    if (strace != null) {
      strace.destroyForcibly();
    }
    Files.deleteIfExists(report);
  }
}
