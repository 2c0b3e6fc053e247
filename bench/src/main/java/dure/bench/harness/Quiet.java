// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import dure.bench.result.Run;
import java.time.Duration;

/// Waits for other work on the machine to end, but not for ever. As long as runs are quiet it does
/// not even look.
final class Quiet {
  private static final double MOST_FOREIGN = Run.MOST_FOREIGN / 2;
  private static final long LOOK_MILLIS = 250;

  private final Duration patience;
  private boolean lastWasNoisy = true;

  /// @param patience how long to wait at most before a run
  Quiet(Duration patience) {
    this.patience = patience;
  }

  /// Notes how quiet a run was.
  void note(Run run) {
    lastWasNoisy = run.foreign() > MOST_FOREIGN;
  }

  /// Waits for a quiet moment if the last run had none.
  void await() throws InterruptedException {
    long began = System.nanoTime();
    while (lastWasNoisy && System.nanoTime() - began < patience.toNanos()) {
      CpuTime before = CpuTime.now();
      Thread.sleep(LOOK_MILLIS);
      lastWasNoisy = CpuTime.now().foreignSince(before) > MOST_FOREIGN;
    }
  }
}
