// SPDX-License-Identifier: Apache-2.0
package dure.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dure.linux.FileLocks;
import dure.linux.Files;
import dure.testkit.Bound;
import dure.testkit.Stopwatch;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that may read a directory keeps its lock: sockets are made and removed there as ever.
class LockedDirectoryTest {
  private static final Duration LIMIT = Duration.ofMillis(500);

  @Test
  void a_stale_file_is_replaced_and_a_closed_one_removed(@TempDir Path directory) throws Exception {
    EndpointAddress.Unix address = new EndpointAddress.Unix(directory.resolve("s").toString());
    int lock = Files.open(directory.toString(), Files.O_RDONLY | Files.O_DIRECTORY, 0);
    try {
      assertThat(FileLocks.tryLockWhole(lock)).isNotNegative();
      Bound.holds(
          LIMIT,
          () -> {
            Stopwatch watch = Stopwatch.start();
            try (Endpoint first = Endpoint.socket(address.family(), Kind.STREAM).bind(address)) {
              assertThat(directory.resolve("s")).exists();
            }
            try (Endpoint second = Endpoint.socket(address.family(), Kind.STREAM).bind(address)) {
              assertThat(second.listen(1)).isSameAs(second);
            }
            Duration taken = watch.stop();
            assertThat(directory).isEmptyDirectory();
            return taken;
          });
    } finally {
      Files.close(lock);
    }
  }
}
