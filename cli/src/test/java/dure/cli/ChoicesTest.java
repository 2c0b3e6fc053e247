// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.testkit.Child;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a mailbox can be created to do: hand over, put in order, choose among receivers, refuse,
/// drop, and bury.
class ChoicesTest extends CommandTest {
  @Test
  void two_terminals_meet_in_a_rendezvous() {
    create("--capacity", "zero");
    try (Child sender = process("send", name, "hello", "--json")) {
      await(details -> details.senders() == 1);
      assertThat(await(details -> true).depth()).isZero();
      assertThat(sender.isAlive()).isTrue();
      try (Child receiver = process("receive", name)) {
        assertThat(receiver.awaitSuccess()).containsExactly("hello");
      }
      assertThat(JsonText.object(sender.awaitSuccess().getFirst())).containsKey("receiver");
    }
    assertThat(await(details -> true).counters().received()).isEqualTo(1);
  }

  @Test
  void without_waiting_a_rendezvous_takes_a_receiver_that_waits() {
    // A busy machine may take its time to wake the receiver.
    create("--capacity", "zero", "--patience", "1m");
    Run alone = dure("send", name, "hello", "--try");
    assertThat(alone.status()).isEqualTo(3);
    assertThat(alone.err()).contains(name, "no receiver waiting now", "nothing was sent");
    try (Child receiver = process("receive", name)) {
      await(details -> details.waitingToReceive() == 1);
      assertThat(dure("send", name, "hello", "--try", "--json").out())
          .isEqualTo("{\"outcome\":\"received\"}\n");
      assertThat(receiver.awaitSuccess()).containsExactly("hello");
    }
  }

  @Test
  void the_higher_priority_goes_first() {
    create("--order", "priority");
    dureReading("low\nlow too\n", "send", name, "--lines", "--priority", "-3");
    dure("send", name, "middle");
    dureReading("high", "send", name, "--priority", "+9");
    assertThat(dure("receive", name, "--json", "--try").out()).contains("\"priority\":9");
    assertThat(dure("receive", name, "--count", "3").out()).isEqualTo("middle\nlow\nlow too\n");
  }

  @Test
  void a_receiver_asks_for_a_number_and_leaves_the_others() {
    create("--order", "number");
    try (Child receiver = process("receive", name, "--number", "7")) {
      await(details -> details.waitingToReceive() == 1);
      dureReading("a\nb\n", "send", name, "--lines", "--number", "3");
      dure("send", name, "c", "--number", "2");
      dure("send", name, "plain");
      assertThat(receiver.isAlive()).isTrue();
      dure("send", name, "mine", "--number", "7");
      assertThat(receiver.awaitSuccess()).containsExactly("mine");
    }
    Run none = dure("receive", name, "--number", "7", "--try");
    assertThat(none.status()).isEqualTo(3);
    assertThat(none.err()).contains("no message now");
    assertThat(dure("receive", name, "--number", "3", "--json").out()).contains("\"number\":3");
    assertThat(dure("receive", name, "--up-to", "2", "--count", "2").out()).isEqualTo("plain\nc\n");
    assertThat(dure("receive", name, "--timeout", "1m").out()).isEqualTo("b\n");
  }

  @Test
  void a_full_mailbox_refuses() {
    create("--capacity", "1", "--when-full", "refuse");
    dure("send", name, "one");
    for (String[] wait : new String[][] {{}, {"--try"}, {"--timeout", "1h"}}) {
      Run refused = send("two", wait);
      assertThat(refused.status()).isEqualTo(3);
      assertThat(refused.err()).contains(name, "is full", "nothing was sent");
    }
    assertThat(dureReading("two\n", "send", name, "--lines").err()).contains("before that: 0");
    assertThat(dure("receive", name, "--count", "2", "--try").out()).isEqualTo("one\n");
  }

  @Test
  void a_full_mailbox_drops_the_newest_and_tells_who_asks() {
    create("--capacity", "1", "--when-full", "drop-newest");
    assertThat(dureReading("one\ntwo\nthree\n", "send", name, "--lines").status()).isZero();
    assertThat(send("four").status()).isZero();
    assertThat(send("five", "--json").out()).isEqualTo("{\"outcome\":\"not-sent\"}\n");
    for (String[] wait : new String[][] {{"--try"}, {"--timeout", "1h"}}) {
      Run dropped = send("six", wait);
      assertThat(dropped.status()).isEqualTo(3);
      assertThat(dropped.err()).contains(name, "the message is gone");
    }
    assertThat(await(details -> true).counters().dropped()).isEqualTo(6);
    assertThat(dure("receive", name, "--count", "2", "--try").out()).isEqualTo("one\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pair", "one", "any", "ranked"})
  void a_full_mailbox_drops_the_oldest(String receivers) {
    create("--capacity", "2", "--when-full", "drop-oldest", "--receivers", receivers);
    assertThat(dureReading("one\ntwo\nthree\n", "send", name, "--lines", "--try").status())
        .isZero();
    assertThat(await(details -> true).counters().dropped()).isEqualTo(1);
    assertThat(dure("receive", name, "--count", "3", "--try").out()).isEqualTo("two\nthree\n");
  }

  private Run send(String text, String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "send";
    arguments[1] = name;
    arguments[2] = text;
    System.arraycopy(options, 0, arguments, 3, options.length);
    return dure(arguments);
  }

  @Test
  void one_receives_and_the_next_takes_over_when_it_is_killed() {
    // LECTURE: 6
    create("--receivers", "one");
    try (Child first = process("receive", name, "--follow")) {
      dure("send", name, "one");
      assertThat(first.line()).isEqualTo("one");
      try (Child second = process("receive", name, "--follow")) {
        await(details -> details.waitingToReceive() == 2);
        dure("send", name, "two");
        assertThat(first.line()).isEqualTo("two");
        await(details -> details.depth() == 0); // killed before that, it would come again
        first.kill();
        dure("send", name, "three");
        assertThat(second.line()).isEqualTo("three");
        assertThat(second.rest()).isEmpty();
      }
    }
  }

  @Test
  void the_highest_rank_that_waits_is_served() {
    create("--receivers", "ranked");
    try (Child low = process("receive", name, "--rank", "-1");
        Child high = process("receive", name, "--rank", "5")) {
      await(details -> details.waitingToReceive() == 2);
      dure("send", name, "for the high");
      assertThat(high.awaitSuccess()).containsExactly("for the high");
      dure("send", name, "for the low");
      assertThat(low.awaitSuccess()).containsExactly("for the low");
    }
  }

  @Test
  void who_may_only_read_overhears_what_is_sent_to_all() {
    create("--receivers", "all", "--when-full", "drop-oldest");
    try (Child listener = process("receive", name, "--read-only", "--follow")) {
      do { // it gets what is sent from when it has begun to listen
        assertThat(listener.isAlive()).isTrue();
        dure("send", name, "heard");
      } while (listener.lineWithin(Duration.ofMillis(20)) == null);
      assertThat(await(details -> true).participants()).isEmpty();
      dure("send", name, "last");
      assertThat(listener.await("last")).isEmpty();
    }
    Run none = dure("receive", name, "--read-only", "--try");
    assertThat(none.status()).isEqualTo(3);
    assertThat(none.err()).contains("no message now");
  }

  @Test
  void what_comes_to_nothing_too_often_is_buried() {
    String grave = name + "-dead";
    assertThat(dure("create", grave).status()).isZero();
    try {
      create("--attempts", "2", "--dead-letters", grave);
      dure("send", name, "poison");
      for (long attempt = 0; attempt < 2; attempt++) {
        try (Child receiver = process("receive", name, "--give-back", "--json")) {
          assertThat(JsonText.object(receiver.awaitSuccess().getFirst()))
              .containsEntry("text", "poison")
              .containsEntry("redelivered", attempt);
        }
      }
      assertThat(dure("receive", name, "--try").status()).isEqualTo(3);
      assertThat(dure("receive", grave, "--try").out()).isEqualTo("poison\n");
      assertThat(await(details -> true).counters().dead()).isEqualTo(1);
    } finally {
      Mailbox.delete(grave);
    }
  }

  @Test
  void a_grave_that_is_missing_is_said() {
    String grave = name + "-dead";
    Run run = dure("create", name, "--attempts", "2", "--dead-letters", grave);
    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("there is no mailbox '" + grave + "' yet");
  }

  @Test
  void stat_and_ls_show_the_choices() {
    create(
        "--capacity",
        "1",
        "--receivers",
        "one",
        "--order",
        "priority",
        "--when-full",
        "drop-newest",
        "--max-in-flight",
        "3");
    dureReading("one\ntwo\n", "send", name, "--lines");
    Map<String, Object> json = JsonText.object(dure("stat", name, "--json").out());
    assertThat(json)
        .containsEntry("capacity", 1L)
        .containsEntry("receivers", "one")
        .containsEntry("order", "priority")
        .containsEntry("whenFull", "drop-newest")
        .containsEntry("attempts", 0L)
        .containsEntry("maxInFlight", 3L)
        .containsEntry("dropped", 1L)
        .containsEntry("dead", 0L)
        .doesNotContainKey("deadLetters");
    assertThat(dure("stat", name).out())
        .contains("depth          1 of 1 messages\n")
        .contains("order          priority\n")
        .contains("when full      drop-newest\n")
        .contains("dead letters   -\n")
        .contains("max in flight  at most 3 for each receiver\n")
        .contains("dropped        1\n")
        .contains("dead           0\n");
    assertThat(dure("ls").out())
        .containsPattern(
            "\n" + name + " +1/1 +64 KiB +one +priority +drop-newest +system +0 +0 +0 +1 +0 ");
  }

  @Test
  void stat_shows_a_rendezvous_and_a_grave() {
    create("--capacity", "zero", "--attempts", "3", "--dead-letters", "elsewhere");
    assertThat(JsonText.object(dure("stat", name, "--json").out()))
        .containsEntry("capacity", "zero")
        .containsEntry("attempts", 3L)
        .containsEntry("deadLetters", "elsewhere");
    assertThat(dure("stat", name).out())
        .contains("depth          0 messages: capacity zero")
        .contains("dead letters   to 'elsewhere' after 3 attempts\n");
    assertThat(dure("ls").out()).containsPattern("\n" + name + " +0/zero ");
  }
}
