// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One call that waits: until when, and what an interrupt means to it. For one thread.
final class Wait {
  private final long deadline;
  private final boolean interruptible;
  private boolean interrupted;

  private Wait(long deadline, boolean interruptible) {
    this.deadline = deadline;
    this.interruptible = interruptible;
  }

  /// As long as needed, or up to a time; an interrupt ends it.
  static Wait within(@Nullable Duration time) {
    return new Wait(Deadline.after(time), true);
  }

  /// The same, in nanoseconds.
  static Wait nanos(long nanos) {
    return within(Duration.ofNanos(nanos));
  }

  /// As long as needed; an interrupt is only remembered.
  static Wait uninterruptibly() {
    return new Wait(Deadline.NEVER, false);
  }

  /// Whether there is time for another sleep.
  ///
  /// @throws InterruptedException if interrupts end it, and the thread was interrupted
  boolean goesOn() throws InterruptedException {
    if (Thread.interrupted()) {
      if (interruptible) {
        throw new InterruptedException();
      }
      interrupted = true; // cleared, since an interrupted thread cannot sleep
    }
    return remaining() > 0;
  }

  /// Nanoseconds left.
  long remaining() {
    return Deadline.remaining(deadline);
  }

  /// Gives the thread its interrupt back, if it was taken away.
  void end() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
