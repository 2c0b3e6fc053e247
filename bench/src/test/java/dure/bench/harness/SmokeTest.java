// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dure.bench.result.Measurement;
import dure.bench.result.Run;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Each kind of subject once, in real processes, for a moment; what the other peers carry is the
/// business of [PeersTest]. What is checked is that it works: each run fails by itself if a message
/// did not arrive, or not whole, or not in its order. Never a time.
class SmokeTest {
  private static final Set<String> OF_EACH_KIND =
      Set.of(
          "c-line",
          "c-record",
          "c-stream",
          "c-bulk",
          "pair",
          "pair-each",
          "any-in-place",
          "posix",
          "agrona-1to1",
          "java-line");

  private static final Timing A_MOMENT = new Timing(1, 2, 10);

  @Test
  void every_kind_of_subject_carries_its_messages_and_leaves_nothing_behind()
      throws IOException, InterruptedException {
    List<Run> runs = new ArrayList<>();
    Campaign campaign =
        new Campaign(ofEachKind(), List.of(Measurement.values()), 0, 1, A_MOMENT, Duration.ZERO);

    campaign.run(runs::add);

    assertThat(runs).hasSize(campaign.runs()).allSatisfy(SmokeTest::cameToAnEnd);
  }

  private static List<Subject> ofEachKind() throws IOException, InterruptedException {
    return Subjects.all().stream()
        .filter(subject -> OF_EACH_KIND.contains(subject.name()))
        .toList();
  }

  private static void cameToAnEnd(Run run) {
    assertThat(run.failure()).as("%s of %s", run.measurement(), run.subject()).isEmpty();
    assertThat(run.slices()).hasSize(A_MOMENT.slices());
  }
}
