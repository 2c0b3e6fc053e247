// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Something that an actor was told to do, and what came of it.
final class Deed {
  /// How long to watch something that is not to happen.
  private static final Duration WATCH = Duration.ofMillis(120);

  private final Actor actor;
  private final int number;
  private final String command;
  private boolean begun;
  private @Nullable String outcome;

  Deed(Actor actor, int number, String command) {
    this.actor = actor;
    this.number = number;
    this.command = command;
  }

  void begun() {
    begun = true;
  }

  boolean isDone() {
    return outcome != null;
  }

  boolean hasBegun() {
    return begun || outcome != null;
  }

  void done(String outcome) {
    this.outcome = outcome;
  }

  /// It is still being done, and stays so.
  void staysUndone() {
    long end = System.nanoTime() + WATCH.toNanos();
    for (long left = WATCH.toNanos(); left > 0; left = end - System.nanoTime()) {
      actor.listen(Duration.ofNanos(left));
      assertThat(outcome).as(command + " waits").isNull();
    }
  }

  /// It is still being done, as far as the actor has told.
  void isUndone() {
    assertThat(outcome).as(command + " waits").isNull();
  }

  /// Waits until it is done, and well: what came of it.
  String result() {
    String[] words = outcome();
    assertThat(words[0]).as(command + ": " + words[3]).isEqualTo("ok");
    return words[3];
  }

  /// Waits until it is done, well or not: whether well.
  boolean isWell() {
    return outcome()[0].equals("ok");
  }

  /// Waits until it has failed: the exception and what it says.
  String failure() {
    String[] words = outcome();
    assertThat(words[0]).as(command + ": " + words[3]).isEqualTo("failed");
    return words[3];
  }

  /// When it was begun and ended, once it is done.
  Happening interval() {
    String[] words = outcome();
    return Happening.of(words[1] + " " + words[2] + " deed " + words[3]);
  }

  /// Has the actor interrupt it.
  void interrupt() {
    actor.does("interrupt " + number);
  }

  private String[] outcome() {
    long end = System.nanoTime() + Actor.LONGEST_NANOS;
    for (String done = outcome; ; done = outcome) {
      if (done != null) {
        String[] words = (done + "   ").split(" ", 4);
        words[3] = words[3].strip();
        return words;
      }
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(command + " is not done in time");
      }
      actor.listen(Duration.ofSeconds(1));
    }
  }

  @Override
  public String toString() {
    return command + (outcome == null ? " (not done)" : ": " + outcome);
  }
}
