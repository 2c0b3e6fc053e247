// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.Choice;
import dure.Mailbox;
import dure.MailboxFullException;
import dure.Message;
import dure.Order;
import dure.Receipt.Outcome;
import dure.Receivers;
import dure.Sending;
import dure.WhenFull;
import dure.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What orders a mailbox can have, and what happens when it is full, within one process. That it
/// holds between processes is the conformance tests' business.
class OrderTest extends Boxes {
  private static final Duration SOON = Duration.ofMillis(50);

  @Test
  void the_higher_priority_goes_first_and_the_older_within_it() throws Exception {
    try (Mailbox box = box().order(Order.PRIORITY).create()) {
      int[] priorities = {0, 5, -3, 5, Integer.MAX_VALUE, 0, Integer.MIN_VALUE};
      for (int i = 0; i < priorities.length; i++) {
        box.send("m" + i, Sending.PLAIN.priority(priorities[i]));
      }
      List<String> received = new ArrayList<>();
      for (Message m : box.receive(priorities.length, 99, null)) {
        received.add(m.text());
        assertThat(m.priority()).isEqualTo(priorities[m.text().charAt(1) - '0']);
      }
      assertThat(received).containsExactly("m4", "m1", "m3", "m0", "m5", "m2", "m6");
    }
  }

  @Test
  void a_receiver_may_ask_for_a_number() throws Exception {
    try (Mailbox box = box().order(Order.NUMBER).create()) {
      for (int number : new int[] {3, 1, 2, 3, 0}) {
        box.send("n" + number, Sending.PLAIN.number(number));
      }
      assertThat(box.receive(Choice.number(3)).number()).isEqualTo(3);
      assertThat(box.tryReceive(Choice.number(7))).isNull();
      assertThat(box.receive(Choice.number(7), SOON)).isNull();
      assertThat(box.receive(Choice.lowestUpTo(2)).text()).isEqualTo("n0");
      assertThat(box.receive(Choice.lowestUpTo(2)).text()).isEqualTo("n1");
      assertThat(box.receive(Choice.NEXT).text()).isEqualTo("n2");
      assertThat(box.receive().text()).isEqualTo("n3");
      assertThat(box.tryReceive()).isNull();
    }
  }

  @Test
  void the_largest_number_is_found() throws Exception {
    try (Mailbox box = box().order(Order.NUMBER).create()) {
      box.send("largest", Sending.PLAIN.number(Long.MAX_VALUE));
      Message largest = box.tryReceive(Choice.lowestUpTo(Long.MAX_VALUE));
      assertThat(largest).isNotNull();
      assertThat(largest.number()).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void a_board_is_exact_too() throws Exception {
    try (Mailbox box = box().order(Order.NUMBER).capacity(Capacity.bounded(3)).create()) {
      for (int round = 0; round < 50; round++) {
        for (int i = 1; i <= 3; i++) {
          assertThat(box.send("x", Sending.PLAIN.number(i).within(Duration.ZERO)).outcome())
              .isEqualTo(Outcome.ACCEPTED);
        }
        assertThat(box.trySend("full")).isFalse();
        assertThat(box.receive(Choice.number(1 + round % 3))).isNotNull();
        assertThat(box.trySend("room")).isTrue();
        assertThat(box.trySend("full")).isFalse();
        assertThat(depth(box)).isEqualTo(3);
        box.receive(3, 3, null);
      }
      assertThat(counters(box).received()).isEqualTo(200);
    }
  }

  @Test
  void wishes_the_mailbox_does_not_know_are_refused() {
    try (Mailbox box = box().create()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> box.send("m", Sending.PLAIN.priority(1)))
          .withMessageContaining("order 'priority'");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> box.send("m", Sending.PLAIN.number(1)))
          .withMessageContaining("order 'number'");
      assertThatIllegalArgumentException().isThrownBy(() -> box.receive(Choice.number(1)));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> box().capacity(Capacity.zero()).order(Order.PRIORITY).create())
        .withMessageContaining("capacity zero");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> box().capacity(Capacity.zero()).whenFull(WhenFull.DROP_OLDEST).create())
        .withMessageContaining("capacity zero");
  }

  @ParameterizedTest
  @EnumSource(
      value = Receivers.class,
      names = {"PAIR", "ANY"})
  void a_full_mailbox_refuses_or_drops(Receivers receivers) throws Exception {
    for (WhenFull whenFull : WhenFull.values()) {
      try (Mailbox box =
          box().receivers(receivers).capacity(Capacity.bounded(2)).whenFull(whenFull).create()) {
        box.send("a");
        box.send("b");
        switch (whenFull) {
          case WAIT -> assertThat(box.send("c", SOON)).isFalse();
          case REFUSE -> {
            assertThat(box.send("c", Duration.ofDays(1))).isFalse();
            assertThatThrownBy(() -> box.send("c")).isInstanceOf(MailboxFullException.class);
          }
          case DROP_OLDEST -> box.send("c");
          case DROP_NEWEST -> {
            box.send("c");
            assertThat(box.trySend("d")).isFalse();
          }
        }
        assertThat(depth(box)).isEqualTo(2);
        assertThat(box.receive().text()).isEqualTo(whenFull == WhenFull.DROP_OLDEST ? "b" : "a");
        assertThat(counters(box).dropped())
            .isEqualTo(
                switch (whenFull) {
                  case WAIT, REFUSE -> 0;
                  case DROP_OLDEST -> 1;
                  case DROP_NEWEST -> 2;
                });
      }
    }
  }

  @Test
  void the_oldest_is_dropped_whatever_its_priority() throws Exception {
    try (Mailbox box =
        box()
            .order(Order.PRIORITY)
            .capacity(Capacity.bounded(2))
            .whenFull(WhenFull.DROP_OLDEST)
            .create()) {
      box.send("oldest and dull", Sending.PLAIN.priority(-1));
      box.send("urgent", Sending.PLAIN.priority(9));
      box.send("new", Sending.PLAIN.priority(0));
      assertThat(box.receive().text()).isEqualTo("urgent");
      assertThat(box.receive().text()).isEqualTo("new");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> box.transfer("m".getBytes(UTF_8)))
          .withMessageContaining("could be dropped");
    }
  }

  @Test
  void who_does_not_wait_is_told_that_nothing_was_sent() throws Exception {
    for (Capacity capacity : List.of(Capacity.zero(), Capacity.bounded(1))) {
      try (Mailbox box = box().capacity(capacity).whenFull(WhenFull.REFUSE).create()) {
        if (capacity instanceof Capacity.Bounded) {
          box.send("full");
          assertThatThrownBy(() -> box.claim(1)).isInstanceOf(MailboxFullException.class);
          assertThat(box.tryClaim(1)).isNull();
        } else {
          assertThatThrownBy(() -> box.claim(1))
              .isInstanceOf(UnsupportedOperationException.class)
              .hasMessageContaining("rendezvous");
        }
        assertThatThrownBy(() -> box.transfer("m".getBytes(UTF_8)))
            .isInstanceOf(MailboxFullException.class);
      }
    }
  }

  /// A cell may get another message between a receiver's choice and its taking.
  @Test
  void nobody_gets_a_number_he_did_not_ask_for() throws Exception {
    try (Mailbox box = box().order(Order.NUMBER).capacity(Capacity.bounded(4)).create()) {
      List<CompletableFuture<Void>> receivers = new ArrayList<>();
      for (int number = 1; number <= 3; number++) {
        int asked = number;
        receivers.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = 0; i < 5_000; i++) {
                    assertThat(receive(box, asked).number()).isEqualTo(asked);
                  }
                },
                task -> Thread.ofPlatform().start(task)));
      }
      for (int i = 0; i < 15_000; i++) {
        box.send("m", Sending.PLAIN.number(1 + i % 3));
      }
      for (CompletableFuture<Void> receiver : receivers) {
        Eventually.result(receiver);
      }
    }
  }

  private static Message receive(Mailbox box, long number) {
    try {
      return box.receive(Choice.number(number));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
