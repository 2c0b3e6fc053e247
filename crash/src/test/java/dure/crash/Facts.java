// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.MailboxStatus.Participant;
import dure.Message;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What is known, from outside the shared memory, of the messages of one test: which sends began,
/// which were accepted, what was received.
final class Facts {
  /// Longer than it takes until one who waits looks after the dead.
  private static final Duration MOMENT = Duration.ofMillis(60);

  private final Set<String> started = new HashSet<>();
  private final Set<String> accepted = new HashSet<>();
  private final Set<String> received = new HashSet<>();
  private final Set<String> mayBeLost = new HashSet<>();

  /// Takes in what a process said of itself.
  void hear(List<String> lines) {
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "started" -> started.add(words[1]);
        case "accepted" -> accepted.add(words[1]);
        case "got" -> got(words[1], Integer.parseInt(words[2]));
        default -> {}
      }
    }
  }

  /// A message that this process sent.
  void send(Mailbox mailbox, String text) throws InterruptedException {
    started.add(text);
    assertThat(mailbox.send(text, Child.PATIENCE)).as("send of " + text).isTrue();
    accepted.add(text);
  }

  /// A message that a dead process may have taken along, because it received a copy.
  void mayBeLost(String text) {
    mayBeLost.add(text);
  }

  private void got(String text, int redelivered) {
    assertThat(started).as("messages sent").contains(text);
    if (!received.add(text)) {
      assertThat(redelivered).as("redelivery of " + text + " is told").isPositive();
    }
  }

  /// Receives until nothing is left: the mailbox is empty, and all who have it open live.
  void drain(Mailbox mailbox) {
    Eventually.holds(() -> {
      for (Message m; (m = mailbox.receive(MOMENT)) != null; ) {
        got(m.text(), m.redelivered());
      }
      var seen = Objects.requireNonNull(mailbox.status().details());
      return seen.depth() == 0 && seen.participants().stream().allMatch(Participant::alive);
    });
  }

  /// Every accepted message was received, and nothing else than was sent.
  void checkConserved() {
    Set<String> lost = new HashSet<>(accepted);
    lost.removeAll(received);
    lost.removeAll(mayBeLost);
    assertThat(lost).as("accepted and lost").isEmpty();
  }
}
