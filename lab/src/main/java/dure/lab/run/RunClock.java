// SPDX-License-Identifier: Apache-2.0
package dure.lab.run;

/// The time of a run, which begins when all its processes are there. The time of its orders stands
/// still while the run is paused.
final class RunClock {
  private long began = System.nanoTime();
  private boolean running;
  private long pausedAt;
  private long lost;

  /// Begins to count.
  void begin() {
    if (!running) {
      running = true;
      began = System.nanoTime();
      lost = 0;
      pausedAt = pausedAt == 0 ? 0 : began;
    }
  }

  /// Whether it has begun.
  boolean isRunning() {
    return running;
  }

  /// Stops the clock, or lets it go on.
  void pause(boolean pause) {
    long now = System.nanoTime();
    if (pause && pausedAt == 0) {
      pausedAt = now;
    } else if (!pause && pausedAt != 0) {
      lost += now - pausedAt;
      pausedAt = 0;
    }
  }

  /// Seconds since the beginning, pauses left out; 0 before it.
  double seconds() {
    long now = pausedAt == 0 ? System.nanoTime() : pausedAt;
    return !running ? 0 : (now - began - lost) / 1e9;
  }

  /// Milliseconds from the beginning to a moment of the machine's clock, pauses included.
  double millis(long nanos) {
    return (nanos - began) / 1e6;
  }
}
