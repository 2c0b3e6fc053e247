// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dure.bench.result.Measurement;
import dure.bench.result.Run;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Everything once, in real processes, for a moment. What is checked is that it works: each run
/// fails by itself if a message did not arrive, or not whole, or not in its order. Never a time.
class SmokeTest {
  private static final Timing A_MOMENT = new Timing(1, 2, 10);

  @Test
  void every_subject_carries_its_messages_and_leaves_nothing_behind()
      throws IOException, InterruptedException {
    List<Run> runs = new ArrayList<>();
    Campaign campaign =
        new Campaign(Subjects.all(), List.of(Measurement.values()), 1, A_MOMENT, Duration.ZERO);

    campaign.run(runs::add);

    assertThat(runs).hasSize(campaign.runs()).allSatisfy(SmokeTest::cameToAnEnd);
  }

  private static void cameToAnEnd(Run run) {
    assertThat(run.failure()).as("%s of %s", run.measurement(), run.subject()).isEmpty();
    assertThat(run.slices()).hasSize(A_MOMENT.slices());
  }
}
