// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxStatus;
import dure.Waiting;
import dure.testkit.Child;
import dure.testkit.TestNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// A mailbox, victims that are killed at it, and this process, which survives.
final class Scene implements AutoCloseable {
  static final int CAPACITY = 3;
  static final int RUN_IN = 100;
  private static final Duration SOON = Child.PATIENCE;

  final String name;
  final Kind kind;
  final Facts facts = new Facts();
  private final List<Child> victims = new ArrayList<>();

  Scene(Kind kind) {
    this.kind = kind;
    this.name = TestNamespace.name("crash");
  }

  /// The choices of every mailbox in these tests: small, impatient, and asleep while waiting.
  static MailboxBuilder settings(String name, Kind kind) {
    return Mailbox.named(name)
        .capacity(Capacity.bounded(CAPACITY))
        .messageSize(200)
        .receivers(kind.receivers)
        .order(kind.order)
        .participants(6)
        .patience(Duration.ofMillis(60))
        .waiting(Waiting.BLOCK)
        .participant("survivor");
  }

  /// Creates the mailbox, and has so many messages pass through it that its ring has come round and
  /// is full of old ones.
  Mailbox create() throws InterruptedException {
    try (Mailbox first = settings(name, kind).create()) {
      for (int i = 0; i < RUN_IN; i++) {
        first.send("old ".repeat(1 + i % 40));
        first.receive();
      }
    }
    return settings(name, kind).open();
  }

  /// Starts a victim that will stop at a step.
  Child victim(int step, String script) {
    List<String> arguments = new ArrayList<>(List.of(name, kind.name()));
    arguments.addAll(Arrays.asList(script.split(" ", -1)));
    Child victim =
        Child.java(List.of("-Dcrash.step=" + step), Victim.class, arguments.toArray(String[]::new));
    victims.add(victim);
    return victim;
  }

  /// Waits until the victim stands at its step, and kills it there.
  void kill(Child victim, int step) {
    List<String> lines = new ArrayList<>();
    for (String line = victim.line(); !line.equals("reached " + step); line = victim.line()) {
      assertThat(line).as("the victim must not get past its step").isNotEqualTo("end");
      lines.add(line);
    }
    victim.kill();
    facts.hear(lines);
  }

  /// Starts a victim, lets it come to its step, and kills it there.
  void dies(int step, String script) {
    kill(victim(step, script), step);
  }

  /// Everything is in order again, to a process that was there all the time and to one that comes
  /// anew: nothing lost, nothing held, and room for exactly as many messages as ever.
  void checkSound(Mailbox survivor) throws InterruptedException {
    facts.drain(survivor);
    facts.checkConserved();
    for (int i = 0; i < CAPACITY; i++) {
      assertThat(survivor.send("refill" + i, SOON)).as("room for message " + i).isTrue();
    }
    assertThat(survivor.trySend("one too many")).isFalse();
    if (kind.isForOneReceiver()) {
      survivor.close(); // so that the newcomer has an end to take
    }
    try (Mailbox newcomer = settings(name, kind).open()) {
      for (int i = 0; i < CAPACITY; i++) {
        assertThat(Objects.requireNonNull(newcomer.receive(SOON)).text()).isEqualTo("refill" + i);
      }
      assertThat(newcomer.tryReceive()).isNull();
      MailboxStatus.Details seen = Objects.requireNonNull(newcomer.status().details());
      assertThat(seen.depth()).isZero();
      assertThat(seen.participants()).allMatch(MailboxStatus.Participant::alive);
      assertThat(seen.waitingToSend() + seen.waitingToReceive()).isZero();
    }
  }

  @Override
  public void close() {
    victims.forEach(Child::close);
    try {
      Mailbox.delete(name);
    } catch (dure.NoSuchMailboxException alreadyGone) {
      // as it should be after a deletion
    }
  }
}
