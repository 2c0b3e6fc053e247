// SPDX-License-Identifier: Apache-2.0
package dure.bench.report;

import dure.bench.result.Run;
import java.util.Locale;

/// Shows how far a bench is, in one line that is written over and over; nothing without a terminal.
public final class Progress {
  private static final String CLEAR_LINE = "\r\033[K";

  private final int runs;
  private final boolean watched = isWatched();
  private int done;

  /// @param runs how many there will be
  public Progress(int runs) {
    this.runs = runs;
  }

  @SuppressWarnings("SystemConsoleNull") // it is null again since JDK 25
  private static boolean isWatched() {
    return System.console() != null && System.console().isTerminal();
  }

  /// Notes a run.
  public void done(Run run) {
    done++;
    if (watched) {
      System.err.printf(
          Locale.ROOT,
          "%s%d of %d, round %d: %s of %s",
          CLEAR_LINE,
          done,
          runs,
          run.round(),
          run.measurement(),
          run.subject());
      System.err.flush();
    }
  }

  /// Removes the line.
  public void end() {
    if (watched) {
      System.err.print(CLEAR_LINE);
    }
  }
}
