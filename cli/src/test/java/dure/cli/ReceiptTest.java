// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Delivery;
import dure.Mailbox;
import dure.testkit.Child;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a sender waits for, and what it is told.
class ReceiptTest extends CommandTest {
  @ParameterizedTest
  @ValueSource(strings = {"one", "any", "ranked"})
  void a_sender_learns_who_worked_on_its_message(String receivers) {
    create("--receivers", receivers);
    try (Child sender = process("send", name, "bill", "--until", "acknowledged", "--json")) {
      await(details -> details.depth() == 1);
      assertThat(sender.isAlive()).isTrue();
      long idsGiven = await(details -> true).participants().getFirst().id();
      try (Child receiver = process("receive", name, "--ack")) {
        assertThat(receiver.awaitSuccess()).containsExactly("bill");
      }
      Map<String, Object> receipt = JsonText.object(sender.awaitSuccess().getFirst());
      assertThat(receipt)
          .containsEntry("outcome", "acknowledged")
          .containsEntry("receiver", idsGiven + 1);
    }
  }

  @Test
  void each_line_waits_until_it_is_received_and_says_nothing() {
    create();
    try (Child sender = process("send", name, "--lines", "--until", "received")) {
      sender.tell("one");
      await(details -> details.depth() == 1);
      sender.tell("two");
      sender.endInput();
      assertThat(await(details -> details.senders() == 1).depth()).isEqualTo(1);
      assertThat(dure("receive", name, "--count", "2").out()).isEqualTo("one\ntwo\n");
      assertThat(sender.awaitSuccess()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"received", "acknowledged"})
  void what_nobody_takes_in_time_is_taken_back(String until) {
    create();
    Run late = dure("send", name, "bill", "--until", until, "--timeout", "50ms", "--json");
    assertThat(late.status()).isEqualTo(3);
    assertThat(late.out()).isEqualTo("{\"outcome\":\"not-sent\"}\n");
    assertThat(late.err()).contains(name, "within 50ms", "taken back", "nothing was sent");
    assertThat(dure("receive", name, "--try").status()).isEqualTo(3);
  }

  @Test
  void what_cannot_wait_goes_only_into_waiting_hands() {
    create("--patience", "1m");
    Run alone = dure("send", name, "bill", "--until", "received", "--try");
    assertThat(alone.status()).isEqualTo(3);
    assertThat(alone.err()).contains("no receiver waiting now");
    try (Child receiver = process("receive", name)) {
      await(details -> details.waitingToReceive() == 1);
      assertThat(dure("send", name, "bill", "--until", "received", "--try").status()).isZero();
      assertThat(receiver.awaitSuccess()).containsExactly("bill");
    }
  }

  @Test
  void a_receiver_that_does_not_acknowledge_in_time_keeps_the_message() throws Exception {
    create();
    try (Mailbox receiver = Mailbox.open(name)) {
      CompletableFuture<Delivery> delivery = next(receiver);
      Run late = sendUntilReceived(delivery, "--json");
      assertThat(late.status()).isEqualTo(3);
      assertThat(JsonText.object(late.out())).containsEntry("outcome", "received");
      assertThat(late.err()).contains(name, "none acknowledged it within ");
      delivery.get().acknowledge();
    }
    assertThat(await(details -> true).depth()).isZero();
  }

  @Test
  void a_message_that_was_given_back_stays_and_the_sender_is_told() throws Exception {
    create();
    try (Mailbox receiver = Mailbox.open(name)) {
      CompletableFuture<Void> gaveBack = next(receiver).thenAccept(Delivery::giveBack);
      Run late = sendUntilReceived(gaveBack);
      gaveBack.get();
      assertThat(late.status()).isEqualTo(3);
      assertThat(late.err()).contains(name, "has given it back", "none acknowledged it");
    }
    assertThat(JsonText.object(dure("receive", name, "--json", "--try").out()))
        .containsEntry("text", "bill")
        .containsEntry("redelivered", 1L);
  }

  /// Sends until the message is acknowledged, which it is not, with ever longer deadlines until the
  /// receiver was awake before one of them.
  private Run sendUntilReceived(CompletableFuture<?> delivery, String... options) {
    await(details -> details.waitingToReceive() == 1);
    for (int millis = 200; ; millis *= 2) {
      Run late = send(millis + "ms", options);
      if (delivery.isDone() || millis > Child.PATIENCE.toMillis()) {
        return late;
      }
      assertThat(late.err()).contains("nothing was sent");
    }
  }

  private Run send(String timeout, String... options) {
    List<String> arguments = new ArrayList<>(List.of("send", name, "bill"));
    arguments.addAll(List.of("--until", "acknowledged", "--timeout", timeout));
    arguments.addAll(List.of(options));
    return dure(arguments.toArray(String[]::new));
  }

  private static CompletableFuture<Delivery> next(Mailbox mailbox) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return mailbox.receiveDelivery();
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    });
  }

  @Test
  void giving_back_leaves_the_message_to_others() {
    create();
    dure("send", name, "one");
    for (long before = 0; before < 3; before++) {
      Run look = dure("receive", name, "--give-back", "--json");
      assertThat(look.status()).isZero();
      assertThat(JsonText.object(look.out()))
          .containsEntry("text", "one")
          .containsEntry("redelivered", before);
    }
    assertThat(dure("receive", name, "--ack").out()).isEqualTo("one\n");
    assertThat(dure("receive", name, "--ack", "--try").status()).isEqualTo(3);
    assertThat(dure("receive", name, "--ack", "--timeout", "10ms").status()).isEqualTo(3);
  }

  @Test
  void deleting_wakes_who_waits_for_a_receipt() {
    create();
    try (Child sender = process("send", name, "bill", "--until", "received")) {
      await(details -> details.depth() == 1);
      assertThat(dure("rm", name).status()).isZero();
      assertThat(sender.awaitEnd()).isEqualTo(7);
    }
  }
}
