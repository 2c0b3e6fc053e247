// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.Mailbox;
import dure.Receipt;
import dure.Receipt.Outcome;
import dure.Sending;
import dure.Until;
import dure.raw.Steps;
import dure.testkit.Child;
import dure.testkit.TestNamespace;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Deaths while a sender waits for what becomes of its message, and while a receiver waits in line.
class KillOverReceiptTest {
  private static final Duration SOON = Child.PATIENCE;

  @ParameterizedTest
  @CsvSource({
    "ANY, " + Steps.SLOT_PUBLISHED,
    "BOARD, " + Steps.SLOT_PUBLISHED,
    "PAIR, " + Steps.PAIR_PUBLISHED,
  })
  void a_sender_dies_that_waits_for_its_message(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      scene.dies(step, "open arm transfer");
      assertThat(Objects.requireNonNull(survivor.receive(SOON)).text()).isEqualTo("v0");
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ANY, " + Steps.RECEIPT_WITHDRAWN,
    "BOARD, " + Steps.RECEIPT_WITHDRAWN,
    "PAIR, " + Steps.RECEIPT_WITHDRAWN,
  })
  void a_sender_dies_that_took_its_message_back(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      scene.dies(step, "open arm briefly");
      assertThat(survivor.tryReceive()).isNull();
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @CsvSource({"ANY, " + Steps.RECEIPT_WAIVED, "BOARD, " + Steps.RECEIPT_WAIVED})
  void a_sender_dies_that_has_seen_its_message_taken(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      Child victim = scene.victim(step, "open arm transfer");
      survivor.receiveInPlace(message -> {
        scene.kill(victim, step);
        assertThat(message.text()).isEqualTo("v0");
      });
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @CsvSource({"ANY, " + Steps.RECEIPT_FREED, "BOARD, " + Steps.RECEIPT_FREED})
  void a_sender_dies_that_has_seen_its_message_done(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      Child victim = scene.victim(step, "open arm acknowledged");
      assertThat(Objects.requireNonNull(survivor.receive(SOON)).text()).isEqualTo("v0");
      scene.kill(victim, step);
      scene.checkSound(survivor);
    }
  }

  /// The sender has not looked since: the cell is free all the same.
  @ParameterizedTest
  @CsvSource({"ANY, " + Steps.SLOT_PUBLISHED, "BOARD, " + Steps.SLOT_PUBLISHED})
  void a_sender_dies_before_it_sees_its_message_done(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      Child victim = scene.victim(step, "open arm acknowledged");
      assertThat(Objects.requireNonNull(survivor.receive(SOON)).text()).isEqualTo("v0");
      scene.kill(victim, step);
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @CsvSource({"ANY, " + Steps.RECEIPT_DONE, "BOARD, " + Steps.RECEIPT_DONE})
  void a_receiver_dies_that_was_done_with_a_message(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      CompletableFuture<Receipt> receipt =
          survivor.sendAsync("a".getBytes(UTF_8), Sending.until(Until.ACKNOWLEDGED));
      scene.dies(step, "open arm receive");
      assertThat(receipt.get(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS).outcome())
          .isEqualTo(Outcome.ACKNOWLEDGED);
      scene.checkSound(survivor);
    }
  }

  /// Whoever sent it learns that it was done by the next.
  @ParameterizedTest
  @CsvSource({"ANY, " + Steps.SLOT_TAKEN, "BOARD, " + Steps.SLOT_TAKEN, "ONE, " + Steps.SLOT_TAKEN})
  void a_receiver_dies_with_a_message_that_somebody_waits_for(Kind kind, int step)
      throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      CompletableFuture<Receipt> receipt =
          survivor.sendAsync("a".getBytes(UTF_8), Sending.until(Until.ACKNOWLEDGED));
      scene.dies(step, "open arm inplace");
      assertThat(receipt).isNotDone();
      assertThat(Objects.requireNonNull(survivor.receive(SOON)).redelivered()).isOne();
      assertThat(receipt.get(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS).outcome())
          .isEqualTo(Outcome.ACKNOWLEDGED);
      scene.checkSound(survivor);
    }
  }

  @Test
  void a_receiver_at_a_pair_dies_over_a_message_that_somebody_waits_for() throws Exception {
    try (Scene scene = new Scene(Kind.PAIR);
        Mailbox survivor = scene.create()) {
      CompletableFuture<Receipt> receipt =
          survivor.sendAsync("a".getBytes(UTF_8), Sending.until(Until.ACKNOWLEDGED));
      scene.dies(Steps.PAIR_TAKEN, "open arm receive");
      assertThat(Objects.requireNonNull(survivor.receive(SOON)).text()).isEqualTo("a");
      assertThat(receipt.get(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS).outcome())
          .isEqualTo(Outcome.ACKNOWLEDGED);
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @CsvSource({"ANY, " + Steps.LINE_ENTERED, "RANKED, " + Steps.LINE_ENTERED})
  void a_receiver_dies_in_line(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      scene.dies(step, "open arm receive");
      scene.facts.send(survivor, "a");
      scene.checkSound(survivor);
    }
  }

  /// Both sides of a rendezvous are there, or nothing happens.
  @Test
  void a_sender_dies_that_offers_a_message() throws Exception {
    String name = TestNamespace.name("crash-offer");
    try (Mailbox survivor = Mailbox.named(name).capacity(Capacity.zero()).create();
        Child victim =
            Child.java(
                java.util.List.of("-Dcrash.step=" + Steps.SLOT_PUBLISHED),
                Victim.class,
                name,
                "ANY",
                "open",
                "arm",
                "transfer")) {
      victim.await("reached");
      victim.kill();
      try (Mailbox next = Mailbox.open(name)) {
        CompletableFuture<Receipt> sent =
            next.sendAsync("next".getBytes(UTF_8), Sending.until(Until.RECEIVED));
        assertThat(Objects.requireNonNull(survivor.receive(SOON)).text()).isEqualTo("next");
        assertThat(sent.get(SOON.toSeconds(), TimeUnit.SECONDS).reached(Until.RECEIVED)).isTrue();
      }
      assertThat(survivor.tryReceive()).isNull();
      assertThat(Objects.requireNonNull(survivor.status().details()).depth()).isZero();
    } finally {
      Mailbox.delete(name);
    }
  }
}
