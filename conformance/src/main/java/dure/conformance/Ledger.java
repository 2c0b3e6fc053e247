// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What was sent and what was received, by what the actors told of it.
final class Ledger {
  private final Set<String> sent = new HashSet<>();
  private final List<RoleMessage> got = new ArrayList<>();

  /// Takes in what an actor told, be it dead or alive.
  void hear(Actor actor) {
    actor.happenings("sent").forEach(happening -> sent.add(happening.text()));
    actor.happenings("got").forEach(happening -> got.add(happening.got()));
  }

  /// All that was sent was received, so many messages, and each of them once.
  void checkAllOnce(int messages) {
    assertThat(sent).hasSize(messages);
    assertThat(got).extracting(RoleMessage::text).containsExactlyInAnyOrderElementsOf(sent);
  }

  /// All that was accepted was received. What came again says so. What a sender was sending when it
  /// was killed is in doubt.
  void checkUnion(Set<String> inDoubt) {
    Map<String, Integer> first = new HashMap<>();
    for (RoleMessage message : got) {
      if (message.redelivered() == 0) {
        first.merge(message.text(), 1, Integer::sum);
      }
    }
    assertThat(first.values()).as("first deliveries of a message").allMatch(times -> times == 1);
    Set<String> received = new HashSet<>();
    got.forEach(message -> received.add(message.text()));
    assertThat(received).as("accepted and received").containsAll(sent);
    received.removeAll(sent);
    assertThat(inDoubt).as("received and not known to be accepted").containsAll(received);
  }
}
