// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.InvalidNameException;
import dure.NameTakenException;
import dure.ProcessGoneException;
import dure.layout.FileNames;
import dure.linux.UnixSocket;
import dure.testkit.AsyncCall;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Processes that talk to each other by name.
class DirectTest extends TalkersOfATest {
  // LECTURE: 5.2

  private List<Link> ourLinks() {
    return NamedProcess.links().stream().filter(link -> link.one().endsWith(suffix)).toList();
  }

  /// How many visitors a process has: connections that show under the name of its socket.
  private static long visitors(String name) {
    String door = UnixSocket.ABSTRACT + FileNames.current().process(name);
    return UnixSocket.all().filter(s -> s.name().equals(door) && !s.listens()).count();
  }

  @Test
  void one_link_comes_by_itself_and_carries_both_directions() {
    Child p = talker("P");
    Child q = talker("Q");
    assertThat(ourLinks()).isEmpty();
    assertThat(does(p, "send " + name("Q") + " question")).isEqualTo("sent");
    assertThat(does(q, "from " + name("P"))).isEqualTo(name("P") + ": question");
    assertThat(does(q, "send " + name("P") + " answer")).isEqualTo("sent");
    assertThat(does(p, "any")).isEqualTo(name("Q") + ": answer");
    assertThat(ourLinks()).containsExactly(new Link(name("Q"), name("P")));
  }

  @Test
  void what_others_send_stays_while_it_waits_for_one() {
    Child p = talker("P");
    Child q = talker("Q");
    Child r = talker("R");
    for (int i = 0; i < 3; i++) {
      does(r, "send " + name("P") + " r" + i);
      does(q, "send " + name("P") + " q" + i);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(does(p, "from " + name("Q"))).isEqualTo(name("Q") + ": q" + i);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(does(p, "any")).isEqualTo(name("R") + ": r" + i);
    }
  }

  @Test
  void n_processes_that_all_talk_have_n_times_n_minus_1_by_2_links() {
    List<String> letters = List.of("A", "B", "C", "D");
    letters.forEach(this::talker);
    for (int from = 0; from < 4; from++) {
      for (int to = 0; to < 4; to++) {
        if (from != to) {
          does(talkers.get(from), "send " + name(letters.get(to)) + " hello");
        }
      }
    }
    assertThat(ourLinks()).hasSize(6);
    talkers.get(0).kill();
    assertThat(ourLinks()).hasSize(3);
  }

  @Test
  void a_name_that_is_taken_unknown_dead_or_given_up_is_each_told() {
    Child p = talker("P");
    Child q = talker("Q");
    assertThatThrownBy(() -> NamedProcess.join(name("P"))).isInstanceOf(NameTakenException.class);
    assertThatThrownBy(() -> NamedProcess.join("a/b")).isInstanceOf(InvalidNameException.class);
    assertThat(does(p, "send " + name("X") + " hello")).startsWith("UnknownProcessException");
    assertThat(does(p, "from " + name("X"))).startsWith("UnknownProcessException");

    assertThat(does(q, "send " + name("P") + " before")).isEqualTo("sent");
    assertThat(does(p, "send " + name("Q") + " before")).isEqualTo("sent");
    assertThat(does(q, "rename " + name("P"))).startsWith("NameTakenException");
    assertThat(does(q, "rename " + name("N"))).isEqualTo(name("N"));
    assertThat(does(p, "send " + name("Q") + " lost")).startsWith("ProcessRenamedException");
    assertThat(does(p, "send " + name("Q") + " lost")).startsWith("UnknownProcessException");
    assertThat(does(p, "send " + name("N") + " after")).isEqualTo("sent");
    assertThat(does(q, "any")).endsWith("before");
    assertThat(does(q, "any")).endsWith("after");
    assertThat(does(q, "send " + name("P") + " after")).isEqualTo("sent");

    q.kill();
    // Its death is told as soon as the end of its connection is heard.
    Eventually.holds(
        () -> does(p, "send " + name("N") + " lost").startsWith("ProcessGoneException"));
    assertThat(does(p, "from " + name("Q"))).as("sent before").endsWith("before");
    assertThat(does(p, "from " + name("N"))).as("sent before its death").endsWith("after");
    assertThat(does(p, "from " + name("N"))).startsWith("UnknownProcessException");
    talker("N"); // the name of a dead process is free at once
  }

  @Test
  void who_waits_for_a_process_that_ends_is_told() throws Exception {
    try (NamedProcess me = NamedProcess.join(name("M"))) {
      Child q = talker("Q");
      does(q, "send " + me.name() + " hello");
      assertThat(me.receive(name("Q")).text()).isEqualTo("hello");
      assertThat(me.receive(name("Q"), Duration.ofMillis(80))).isNull();
      assertThat(me.tryReceive()).isNull();
      Eventually.holds(() -> visitors(name("Q")) == 0); // the one of the wait before
      AsyncCall<DirectMessage> waits = AsyncCall.start(() -> me.receive(name("Q")));
      Eventually.holds(() -> visitors(name("Q")) == 1); // a receiver visits after a first wait
      q.kill();
      assertThat(waits.failure())
          .isInstanceOf(ProcessGoneException.class)
          .hasMessageContaining("has ended");
      assertThat(me.trySend(me.name(), "to myself".getBytes(UTF_8))).isTrue();
      assertThat(me.receive().from()).isEqualTo(me.name());
    }
  }
}
