// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// What a process tells the lab: a line each, `NANOS WORD ARGUMENTS`, by the machine's monotonic
/// clock, so that the lines of several processes have one order.
///
/// Counts are told ten times a second at most, however many messages pass.
final class Reports {
  private static final int COUNT_MILLIS = 100;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final AtomicLong counted = new AtomicLong();
  private long told;

  /// Starts the thread that tells the counts.
  void start() {
    Thread.ofPlatform().daemon().name("counts").start(this::tellCounts);
  }

  private void tellCounts() {
    try {
      while (true) {
        Thread.sleep(COUNT_MILLIS);
        long now = counted.get();
        if (now != told) {
          told = now;
          say("counted", now);
        }
      }
    } catch (InterruptedException ends) {
      Thread.currentThread().interrupt();
    }
  }

  /// Tells one thing that happened.
  void say(String word, Object... arguments) {
    StringBuilder line = new StringBuilder();
    line.append(System.nanoTime()).append(' ').append(word);
    for (Object argument : arguments) {
      line.append(' ').append(argument);
    }
    synchronized (out) {
      out.println(line);
    }
  }

  /// Tells a figure with two decimals.
  void sayFigure(String word, double figure) {
    say(word, String.format(Locale.ROOT, "%.2f", figure));
  }

  /// Counts a message that is too fast to be told by itself.
  void count() {
    counted.lazySet(counted.getPlain() + 1);
  }
}
