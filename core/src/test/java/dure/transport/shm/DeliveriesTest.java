// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dure.Delivery;
import dure.Mailbox;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.Message;
import dure.Receipt;
import dure.Receipt.Outcome;
import dure.Receivers;
import dure.Sending;
import dure.Until;
import dure.codec.DeadLetter;
import dure.testkit.AsyncCall;
import dure.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a message in hand, within one process. That it holds between processes is the
/// conformance tests' business.
class DeliveriesTest extends Boxes {
  private static final Duration SOON = Duration.ofMillis(50);

  @ParameterizedTest
  @EnumSource(value = Receivers.class, mode = EnumSource.Mode.EXCLUDE, names = "ALL")
  void what_is_given_back_comes_again_and_ends_among_the_dead(Receivers receivers)
      throws Exception {
    String grave = name();
    Instant began = Instant.now();
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
      DeadLetter letter = DeadLetter.of(dead.receive()).orElseThrow();
      assertThat(letter.body().text()).isEqualTo("poison");
      assertThat(letter.origin()).isEqualTo(box.address());
      assertThat(letter.attempts()).isEqualTo(3);
      assertThat(letter.buried()).isBetween(began, Instant.now());
      assertThat(counters(box).dead()).isOne();
    }
  }

  @Test
  void a_dead_letter_without_room_for_its_headers_comes_as_it_was_sent() throws Exception {
    String grave = name();
    try (Mailbox dead = Mailbox.named(grave).messageSize(6).create();
        Mailbox box = box().deadLetters(1, grave).create()) {
      box.send("poison");
      box.receiveDelivery().giveBack();
      assertThat(box.tryReceive()).isNull();
      Message letter = dead.receive();
      assertThat(letter.text()).isEqualTo("poison");
      assertThat(DeadLetter.of(letter)).isEmpty();
    }
  }

  @Test
  void no_more_deliveries_than_allowed() throws Exception {
    try (Mailbox box = box().maxInFlight(2).create()) {
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

  @ParameterizedTest
  @EnumSource(value = Receivers.class, mode = EnumSource.Mode.EXCLUDE, names = "ALL")
  void who_ends_among_the_dead_was_not_acknowledged(Receivers receivers) throws Exception {
    String grave = name();
    try (Mailbox dead = Mailbox.create(grave);
        Mailbox box = box().receivers(receivers).deadLetters(1, grave).create()) {
      CompletableFuture<Receipt> receipt =
          box.sendAsync("poison".getBytes(UTF_8), Sending.until(Until.ACKNOWLEDGED));
      box.receiveDelivery().giveBack();
      assertThat(box.receive(SOON)).isNull();
      assertThat(Eventually.result(receipt).outcome()).isEqualTo(Outcome.RECEIVED);
      assertThat(DeadLetter.of(dead.receive()).orElseThrow().body().text()).isEqualTo("poison");
    }
  }

  /// Whether the deletion comes, or the closing: who waits for leave to receive is not forgotten.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void who_waits_for_leave_learns_of_the_end(boolean deleted) throws Exception {
    Mailbox box = box().maxInFlight(1).create();
    box.send("m");
    Delivery first = box.receiveDelivery();
    AsyncCall<Delivery> second = AsyncCall.start(box::receiveDelivery).awaitAsleep();
    if (deleted) {
      Mailbox.delete(box.address().name());
    } else {
      box.close();
    }
    assertThat(second.failure())
        .isInstanceOf(deleted ? MailboxDeletedException.class : MailboxClosedException.class);
    box.close();
    first.close();
  }
}
