// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.Choice;
import dure.Delivery;
import dure.Mailbox;
import dure.MailboxFullException;
import dure.MailboxStatus.Counters;
import dure.Message;
import dure.Order;
import dure.OutOfSharedMemoryException;
import dure.Receipt;
import dure.Receipt.Outcome;
import dure.Receivers;
import dure.Sending;
import dure.Until;
import dure.WhenFull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a creator, a sender and a receiver can choose, within one process: the meaning of each
/// choice. That it holds between processes is the conformance tests' business.
class ChoicesTest extends Boxes {
  private static final Duration SOON = Duration.ofMillis(50);

  private static Counters counters(Mailbox box) {
    return Objects.requireNonNull(box.status().details()).counters();
  }

  private static long depth(Mailbox box) {
    return Objects.requireNonNull(box.status().details()).depth();
  }

  // Order.

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

  // When full.

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

  // Receipts.

  @ParameterizedTest
  @EnumSource(value = Receivers.class, mode = EnumSource.Mode.EXCLUDE, names = "ALL")
  void a_transfer_nobody_takes_is_taken_back(Receivers receivers) throws Exception {
    try (Mailbox box = box().receivers(receivers).capacity(Capacity.bounded(3)).create()) {
      box.send("before");
      assertThat(box.transfer("mine".getBytes(UTF_8), SOON)).isFalse();
      box.send("after");
      assertThat(box.receive().text()).isEqualTo("before");
      assertThat(box.receive().text()).isEqualTo("after");
      assertThat(box.tryReceive()).isNull();
      for (int i = 0; i < 10; i++) {
        assertThat(box.tryTransfer("nobody waits".getBytes(UTF_8))).isFalse();
      }
      assertThat(depth(box)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Receivers.class, mode = EnumSource.Mode.EXCLUDE, names = "ALL")
  void a_sender_learns_what_became_of_its_message(Receivers receivers) throws Exception {
    try (Mailbox box = box().receivers(receivers).create()) {
      CompletableFuture<Receipt> received =
          box.sendAsync("a".getBytes(UTF_8), Sending.until(Until.RECEIVED));
      CompletableFuture<Receipt> acknowledged =
          box.sendAsync("b".getBytes(UTF_8), Sending.until(Until.ACKNOWLEDGED));
      try (Delivery first = box.receiveDelivery()) {
        assertThat(received.get(5, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.RECEIVED);
        assertThat(received.get().receiver()).hasValue(1);
        first.acknowledge();
      }
      Delivery second = box.receiveDelivery();
      assertThat(second.message().text()).isEqualTo("b");
      Thread.sleep(20);
      assertThat(acknowledged).isNotDone();
      second.acknowledge();
      assertThat(acknowledged.get(5, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.ACKNOWLEDGED);
      assertThat(depth(box)).isZero();
      assertThat(counters(box).received()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Receivers.class, mode = EnumSource.Mode.EXCLUDE, names = "ALL")
  void a_message_in_hand_cannot_be_taken_back(Receivers receivers) throws Exception {
    try (Mailbox box = box().receivers(receivers).create()) {
      CompletableFuture<Receipt> receipt =
          box.sendAsync("m".getBytes(UTF_8), Sending.until(Until.ACKNOWLEDGED).within(SOON));
      try (Delivery delivery = box.receiveDelivery()) {
        assertThat(receipt.get(5, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.RECEIVED);
        delivery.acknowledge();
      }
      assertThat(depth(box)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Receivers.class, mode = EnumSource.Mode.EXCLUDE, names = "ALL")
  void an_interrupted_transfer_is_taken_back(Receivers receivers) throws Exception {
    try (Mailbox box = box().receivers(receivers).create()) {
      CountDownLatch interrupted = new CountDownLatch(1);
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  box.transfer("m".getBytes(UTF_8));
                } catch (InterruptedException e) {
                  interrupted.countDown();
                }
              });
      Thread.sleep(100);
      sender.interrupt();
      assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(box.tryReceive()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Receivers.class, mode = EnumSource.Mode.EXCLUDE, names = "ALL")
  void what_nobody_has_taken_can_be_listed(Receivers receivers) throws Exception {
    try (Mailbox box = box().receivers(receivers).create()) {
      for (int i = 0; i < 5; i++) {
        box.send("m" + i);
      }
      box.receive();
      assertThat(box.untaken()).extracting(Message::text).containsExactly("m1", "m2", "m3", "m4");
      assertThat(box.look().depth()).isEqualTo(4);
      assertThat(box.look().room()).isEqualTo(60);
    }
  }

  // Rendezvous.

  @Test
  void in_a_rendezvous_nothing_is_stored() throws Exception {
    try (Mailbox box = box().capacity(Capacity.zero()).create()) {
      assertThat(box.trySend("m")).isFalse();
      assertThat(box.send("m", SOON)).isFalse();
      assertThat(box.tryReceive()).isNull();
      CompletableFuture<Receipt> offered = box.sendAsync("m".getBytes(UTF_8), Sending.PLAIN);
      Thread.sleep(50);
      assertThat(offered).isNotDone();
      assertThat(depth(box)).isZero();
      assertThat(box.receive().text()).isEqualTo("m");
      assertThat(offered.get(5, TimeUnit.SECONDS).reached(Until.RECEIVED)).isTrue();
      Thread receiver =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  box.receive();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      while (box.look().waitingReceivers() == 0) {
        Thread.sleep(1);
      }
      assertThat(box.trySend("into waiting hands")).isTrue();
      receiver.join();
    }
  }

  // Deliveries.

  @ParameterizedTest
  @EnumSource(value = Receivers.class, mode = EnumSource.Mode.EXCLUDE, names = "ALL")
  void what_is_given_back_comes_again_and_ends_among_the_dead(Receivers receivers)
      throws Exception {
    String grave = name();
    try (Mailbox dead = Mailbox.create(grave);
        Mailbox box = box().receivers(receivers).deadLetters(3, grave).create()) {
      box.send("poison");
      box.send("good");
      for (int attempt = 0; attempt < 3; attempt++) {
        Delivery delivery = box.receiveDelivery();
        assertThat(delivery.message().text()).isEqualTo("poison");
        assertThat(delivery.message().redelivered()).isEqualTo(attempt);
        delivery.giveBack();
        delivery.giveBack();
      }
      assertThat(box.receive().text()).isEqualTo("good");
      assertThat(dead.receive().text()).isEqualTo("poison");
      assertThat(counters(box).dead()).isOne();
    }
  }

  @Test
  void no_more_deliveries_than_allowed() throws Exception {
    try (Mailbox box = box().unacknowledged(2).create()) {
      for (int i = 0; i < 3; i++) {
        box.send("m" + i);
      }
      Delivery first = box.receiveDelivery();
      Delivery second = box.receiveDelivery();
      assertThat(box.tryReceiveDelivery()).isNull();
      assertThat(box.receiveDelivery(SOON)).isNull();
      second.acknowledge();
      assertThat(box.receiveDelivery().message().text()).isEqualTo("m2");
      first.acknowledge();
    }
  }

  @Test
  void closing_gives_back_what_is_in_hand() throws Exception {
    String name = name();
    try (Mailbox box = Mailbox.create(name)) {
      box.send("m");
      Delivery delivery;
      try (Mailbox other = Mailbox.open(name)) {
        delivery = other.receiveDelivery();
      }
      Message again = box.receive();
      assertThat(again.redelivered()).isOne();
      delivery.close();
    }
  }

  // Who receives.

  @Test
  void one_receives_and_the_next_takes_over() throws Exception {
    String name = name();
    try (Mailbox first = Mailbox.named(name).receivers(Receivers.ONE).create();
        Mailbox second = Mailbox.open(name)) {
      first.send("a");
      first.send("b");
      assertThat(first.receive().text()).isEqualTo("a");
      assertThat(second.tryReceive()).isNull();
      assertThat(second.receive(SOON)).isNull();
      CompletableFuture<Message> next = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              next.complete(second.receive());
            } catch (InterruptedException e) {
              next.completeExceptionally(e);
            }
          });
      Thread.sleep(50);
      assertThat(next).isNotDone();
      first.close();
      assertThat(next.get(5, TimeUnit.SECONDS).text()).isEqualTo("b");
    }
  }

  @Test
  void all_who_listen_get_everything_sent_from_then_on() throws Exception {
    String name = name();
    try (Mailbox sender =
            Mailbox.named(name).receivers(Receivers.ALL).capacity(Capacity.bounded(3)).create();
        Mailbox first = Mailbox.named(name).listening().open()) {
      sender.send("a");
      try (Mailbox late = Mailbox.named(name).listening().open()) {
        sender.send("b");
        sender.send("c");
        assertThat(sender.trySend("full for the slowest")).isFalse();
        assertThat(late.receive(2, 9, null)).extracting(Message::text).containsExactly("b", "c");
        assertThat(sender.trySend("still full")).isFalse();
        assertThat(first.receive().text()).isEqualTo("a");
        assertThat(sender.trySend("d")).isTrue();
        assertThat(depth(sender)).isEqualTo(3);
        assertThat(late.receive().text()).isEqualTo("d");
      }
      List<Message> rest = first.receive(3, 9, null);
      assertThat(rest).extracting(Message::text).containsExactly("b", "c", "d");
      assertThat(depth(sender)).isZero();
      for (int i = 0; i < 20; i++) {
        sender.send("x" + i);
        assertThat(first.receive().text()).isEqualTo("x" + i);
      }
      first.close();
      for (int i = 0; i < 20; i++) {
        sender.send("nobody listens");
      }
    }
  }

  @Test
  void a_lossy_listener_is_told_what_it_missed() throws Exception {
    String name = name();
    try (Mailbox box =
            Mailbox.named(name)
                .receivers(Receivers.ALL)
                .capacity(Capacity.bounded(4))
                .whenFull(WhenFull.DROP_OLDEST)
                .create();
        Mailbox listener = Mailbox.named(name).listening().open()) {
      for (int i = 0; i < 11; i++) {
        box.send("m" + i);
      }
      Message first = listener.receive();
      assertThat(first.missed()).isEqualTo(7);
      assertThat(first.text()).isEqualTo("m7");
      assertThat(listener.receive().missed()).isZero();
      assertThat(listener.receive().text()).isEqualTo("m9");
      assertThat(listener.receive().text()).isEqualTo("m10");
      assertThat(listener.tryReceive()).isNull();
      assertThat(counters(box).dropped()).isEqualTo(7);
    }
  }

  @Test
  void a_listener_gets_again_what_it_gave_back() throws Exception {
    try (Mailbox box = box().receivers(Receivers.ALL).listening().create()) {
      box.send("a");
      box.send("b");
      try (Delivery delivery = box.receiveDelivery()) {
        assertThat(delivery.message().text()).isEqualTo("a");
        assertThat(box.tryReceive()).isNull();
      }
      assertThat(box.receive().redelivered()).isOne();
      assertThat(box.receive().text()).isEqualTo("b");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> box.transfer("m".getBytes(UTF_8)))
          .withMessageContaining("for all who listen");
    }
  }

  // Unbounded.

  private static long bytes(Mailbox box) {
    return Objects.requireNonNull(box.status().details()).bytes();
  }

  @Test
  void an_unbounded_mailbox_grows_and_gives_back() throws Exception {
    try (Mailbox box = box().capacity(Capacity.unbounded()).create()) {
      long empty = bytes(box);
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 40_000; i++) {
          box.send("message " + i);
        }
        box.send("long ".repeat(10_000));
        assertThat(bytes(box)).isGreaterThan(empty + 40_000 * 128);
        assertThat(depth(box)).isEqualTo(40_001);
        assertThat(box.look().room()).isEqualTo(Long.MAX_VALUE);
        for (int i = 0; i < 40_000; i++) {
          assertThat(box.receive().text()).isEqualTo("message " + i);
        }
        assertThat(box.receive().size()).isEqualTo(50_000);
        assertThat(box.tryReceive()).isNull();
        assertThat(bytes(box)).isLessThan(empty + 3 * 512 * 128 + 200_000);
      }
      assertThat(counters(box).received()).isEqualTo(3 * 40_001);
    }
  }

  @Test
  void an_unbounded_mailbox_ends_at_its_limit_and_loses_nothing() throws Exception {
    try (Mailbox box = box().capacity(Capacity.unbounded(2 << 20)).create()) {
      byte[] message = new byte[30_000];
      for (int round = 0; round < 3; round++) {
        int sent = 0;
        while (box.trySend(message)) {
          sent++;
        }
        assertThat(sent).isBetween(40, 70);
        assertThatThrownBy(() -> box.send(message))
            .isInstanceOf(OutOfSharedMemoryException.class)
            .hasMessageContaining("higher limit");
        for (int i = 0; i < sent; i++) {
          assertThat(box.receive().size()).isEqualTo(message.length);
        }
        assertThat(box.tryReceive()).isNull();
        for (int i = 0; i < 2000; i++) { // past the segments that hold the memory
          box.send("x");
          box.receive();
        }
      }
    }
  }

  @Test
  void an_unbounded_mailbox_keeps_a_long_delivery() throws Exception {
    try (Mailbox box = box().capacity(Capacity.unbounded()).create()) {
      box.send("kept");
      Delivery kept = box.receiveDelivery();
      for (int i = 0; i < 5000; i++) {
        box.send("m" + i);
        assertThat(box.receive().text()).isEqualTo("m" + i);
      }
      kept.giveBack();
      assertThat(box.receive().text()).isEqualTo("kept");
      assertThat(box.tryReceive()).isNull();
    }
  }
}
