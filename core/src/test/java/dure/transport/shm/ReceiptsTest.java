// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.Delivery;
import dure.Mailbox;
import dure.Message;
import dure.Receipt;
import dure.Receipt.Outcome;
import dure.Receivers;
import dure.Sending;
import dure.Until;
import dure.WhenFull;
import dure.testkit.Asleep;
import dure.testkit.Child;
import dure.testkit.Eventually;
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

/// What a sender learns of its message, and how it takes it back, within one process. That it holds
/// between processes is the conformance tests' business.
class ReceiptsTest extends Boxes {
  private static final Duration SOON = Duration.ofMillis(50);

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
  void what_is_taken_back_leaves_its_room(Receivers receivers) throws Exception {
    try (Mailbox box = box().receivers(receivers).capacity(Capacity.bounded(2)).create()) {
      if (receivers == Receivers.PAIR) {
        assertThat(box.trySend("before")).isTrue();
      }
      for (int i = 0; i < 5; i++) {
        assertThat(box.transfer(("m" + i).getBytes(UTF_8), Duration.ofMillis(1))).isFalse();
      }
      while (box.trySend("after")) {}
      assertThat(depth(box)).isEqualTo(2);
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
        assertThat(Eventually.result(received).outcome()).isEqualTo(Outcome.RECEIVED);
        assertThat(received.get().receiver()).hasValue(1);
        first.acknowledge();
      }
      Delivery second = box.receiveDelivery();
      assertThat(second.message().text()).isEqualTo("b");
      Asleep.awaitOthers();
      assertThat(acknowledged).isNotDone();
      second.acknowledge();
      assertThat(Eventually.result(acknowledged).outcome()).isEqualTo(Outcome.ACKNOWLEDGED);
      assertThat(depth(box)).isZero();
      assertThat(counters(box).received()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Receivers.class, mode = EnumSource.Mode.EXCLUDE, names = "ALL")
  void a_message_in_hand_cannot_be_taken_back(Receivers receivers) throws Exception {
    try (Mailbox box = box().receivers(receivers).create()) {
      inHand(
          box,
          (delivery, receipt) -> {
            assertThat(Eventually.result(receipt).outcome()).isEqualTo(Outcome.RECEIVED);
            delivery.acknowledge();
          });
      assertThat(depth(box)).isZero();
    }
  }

  private interface Deed {
    void with(Delivery delivery, CompletableFuture<Receipt> receipt) throws Exception;
  }

  /// Has a message received whose sender waits a short time for what becomes of it. A sender whose
  /// time is over before the message is in hand takes it back; then another one sends.
  private static void inHand(Mailbox box, Deed deed) throws Exception {
    while (true) {
      CompletableFuture<Receipt> receipt =
          box.sendAsync("m".getBytes(UTF_8), Sending.until(Until.ACKNOWLEDGED).within(SOON));
      try (Delivery delivery = box.receiveDelivery(SOON)) {
        if (delivery != null) {
          deed.with(delivery, receipt);
          return;
        }
      }
      assertThat(Eventually.result(receipt).outcome()).isEqualTo(Outcome.NOT_SENT);
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
      Eventually.holds(() -> depth(box) == 1);
      Asleep.await(sender);
      sender.interrupt();
      assertThat(interrupted.await(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
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
      assertThat(box.occupancy().depth()).isEqualTo(4);
      assertThat(box.occupancy().room()).isEqualTo(60);
    }
  }

  @Test
  void in_a_rendezvous_nothing_is_stored() throws Exception {
    try (Mailbox box = box().capacity(Capacity.zero()).create()) {
      assertThat(box.trySend("m")).isFalse();
      assertThat(box.send("m", SOON)).isFalse();
      assertThat(box.tryReceive()).isNull();
      CompletableFuture<Receipt> offered = box.sendAsync("m".getBytes(UTF_8), Sending.PLAIN);
      Asleep.awaitOthers();
      assertThat(offered).isNotDone();
      assertThat(depth(box)).isZero();
      assertThat(box.receive().text()).isEqualTo("m");
      assertThat(Eventually.result(offered).reached(Until.RECEIVED)).isTrue();
      Thread receiver =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  box.receive();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      Eventually.holds(() -> box.occupancy().waitingReceivers() > 0);
      assertThat(box.trySend("into waiting hands")).isTrue();
      receiver.join();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Receivers.class, mode = EnumSource.Mode.EXCLUDE, names = "ALL")
  void who_had_it_received_it_also_if_he_gave_it_back(Receivers receivers) throws Exception {
    try (Mailbox box = box().receivers(receivers).create()) {
      inHand(
          box,
          (delivery, receipt) -> {
            delivery.giveBack();
            assertThat(Eventually.result(receipt).outcome()).isEqualTo(Outcome.RECEIVED);
          });
      assertThat(box.receive().redelivered()).isOne();
    }
  }

  /// What came back after its sender had gone is nobody's offer, and in nobody's way.
  @ParameterizedTest
  @EnumSource(
      value = Receivers.class,
      names = {"PAIR", "ANY"})
  void in_a_rendezvous_a_message_may_outlive_its_sender(Receivers receivers) throws Exception {
    try (Mailbox box = box().receivers(receivers).capacity(Capacity.zero()).create()) {
      String name = box.address().name();
      Mailbox sender = Mailbox.open(name);
      CompletableFuture<Receipt> sent = sender.sendAsync("first".getBytes(UTF_8), Sending.PLAIN);
      Delivery delivery = box.receiveDelivery();
      Eventually.result(sent);
      sender.close();
      delivery.giveBack();
      try (Mailbox next = Mailbox.open(name)) {
        sent = next.sendAsync("second".getBytes(UTF_8), Sending.PLAIN);
        assertThat(Objects.requireNonNull(box.receive(Child.PATIENCE)).text()).isEqualTo("first");
        assertThat(Objects.requireNonNull(box.receive(Child.PATIENCE)).text()).isEqualTo("second");
        Eventually.result(sent);
      }
    }
  }

  @Test
  void a_rendezvous_that_refuses_does_not_wait_for_one_who_was_served() throws Exception {
    try (Mailbox box =
        box()
            .capacity(Capacity.zero())
            .whenFull(WhenFull.REFUSE)
            .patience(Duration.ofMillis(50))
            .create()) {
      CompletableFuture<Message> received =
          CompletableFuture.supplyAsync(() -> {
            try {
              return box.receive();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      Eventually.holds(() -> box.occupancy().waitingReceivers() > 0);
      List<CompletableFuture<Receipt>> sent = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Mailbox other = Mailbox.open(box.address().name());
        sent.add(
            other
                .sendAsync("m".getBytes(UTF_8), Sending.PLAIN)
                .whenComplete((receipt, failure) -> other.close()));
      }
      int outcomes = 0;
      for (CompletableFuture<Receipt> receipt : sent) {
        outcomes += Eventually.result(receipt).reached(Until.RECEIVED) ? 1 : 0;
      }
      assertThat(outcomes).isOne();
      assertThat(Eventually.result(received).text()).isEqualTo("m");
    }
  }
}
