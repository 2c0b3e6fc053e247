// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import dure.bench.result.Measurement;
import dure.bench.result.Run;
import dure.bench.result.Slice;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Rounds, in each of which every subject is measured once, in an order that rotates from round to
/// round: what drifts, drifts for all.
///
/// @param subjects what is measured
/// @param measurements in which ways
/// @param before how many rounds were measured before
/// @param rounds how often
/// @param timing how long each time
/// @param patience how long to wait for a quiet moment before each run
public record Campaign(
    List<Subject> subjects,
    List<Measurement> measurements,
    int before,
    int rounds,
    Timing timing,
    Duration patience) {

  /// How many runs there will be.
  public int runs() {
    int runs = 0;
    for (Measurement measurement : measurements) {
      runs += rounds * participants(measurement).size();
    }
    return runs;
  }

  /// Does them all, telling each as it is done.
  public void run(Consumer<Run> each) throws IOException, InterruptedException {
    Leftovers.ours().sweep();
    Quiet quiet = new Quiet(patience);
    for (int round = before + 1; round <= before + rounds; round++) {
      for (Measurement measurement : measurements) {
        for (Subject subject : rotated(participants(measurement), round)) {
          quiet.await();
          Run run = run(round, subject, measurement);
          quiet.note(run);
          each.accept(run);
        }
      }
    }
  }

  private List<Subject> participants(Measurement measurement) {
    return subjects.stream().filter(subject -> subject.takesPartIn(measurement)).toList();
  }

  private static List<Subject> rotated(List<Subject> subjects, int by) {
    List<Subject> rotated = new ArrayList<>();
    for (int i = 0; i < subjects.size(); i++) {
      rotated.add(subjects.get((i + by) % subjects.size()));
    }
    return rotated;
  }

  private Run run(int round, Subject subject, Measurement measurement)
      throws IOException, InterruptedException {
    CpuTime began = CpuTime.now();
    List<Slice> slices = List.of();
    String failure = "";
    try {
      slices = subject.run(measurement, timing);
    } catch (RunFailedException e) {
      failure = String.valueOf(e.getMessage());
    }
    double foreign = CpuTime.now().foreignSince(began);
    return new Run(round, subject.name(), measurement, foreign, slices, failure);
  }
}
