// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Everything at once, at random, judged from outside: a moment in every build, long in the profile
/// `torture`.
class TortureTest {
  private static final int PROCESSES = 6;

  /// Of one round, so that the journals of a long run stay small.
  private static final int MOST_KILLS = 50;

  private static final int MOST_STOPS = 25;
  private static final long MOST_MESSAGES = 10_000_000;

  private final int kills = Integer.getInteger("dure.torture.kills", 8);
  private final int stops = Integer.getInteger("dure.torture.stops", 4);
  private final long messages = Long.getLong("dure.torture.messages", 10_000);
  private final long seed = Long.getLong("dure.torture.seed", System.nanoTime() & 0xFFFFFF);

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS)
  void nothing_is_lost_torn_or_out_of_order_whatever_happens_to_processes(@TempDir Path directory)
      throws Exception {
    int killed = 0;
    int stopped = 0;
    int deleted = 0;
    long received = 0;
    System.out.println("torture: seed " + seed);
    for (int round = 0; killed < kills || stopped < stops || received < messages; round++) {
      Path journals = Files.createDirectory(directory.resolve("round-" + round));
      try (var torture = new Torture(journals, seed + round, PROCESSES)) {
        torture.run(
            Math.min(kills - killed, MOST_KILLS),
            Math.min(stops - stopped, MOST_STOPS),
            Math.min(messages - received, MOST_MESSAGES));
        List<String> faults = torture.judge();
        assertThat(faults).as("seed " + (seed + round) + ", journals in " + journals).isEmpty();
        killed += torture.kills();
        stopped += torture.stops();
        deleted += torture.deletions();
        received += torture.received();
      }
      remove(journals);
      System.out.printf(
          "torture: seed %d, %d rounds, %d kills, %d stops, %d deletions, %d messages received%n",
          seed, round + 1, killed, stopped, deleted, received);
    }
  }

  private static void remove(Path journals) throws IOException {
    try (Stream<Path> files = Files.list(journals)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
