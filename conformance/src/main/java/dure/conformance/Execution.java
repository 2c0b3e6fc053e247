// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Something that an actor was told to do, and what came of it.
final class Execution {
  private final Actor actor;
  private final int number;
  private final String command;
  private boolean begun;
  private @Nullable String outcome;

  Execution(Actor actor, int number, String command) {
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

  /// It is not done although no actor runs any more: nothing is on its way that could end it.
  void staysUndone() {
    actor.awaitQuiet();
    isUndone();
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
  RoleEvent interval() {
    String[] words = outcome();
    return RoleEvent.of(words[1] + " " + words[2] + " deed " + words[3]);
  }

  /// Has the actor interrupt it.
  void interrupt() {
    actor.does("interrupt " + number);
  }

  private String[] outcome() {
    long end = System.nanoTime() + Child.PATIENCE.toNanos();
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
