// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import dure.Capacity;
import dure.Codec;
import dure.CodecException;
import dure.Mailbox;
import dure.Message;
import dure.MessageHandler;
import dure.MessageTooLargeException;
import dure.Receivers;
import dure.Sending;
import dure.TypedDelivery;
import dure.TypedMailbox;
import dure.TypedMessage;
import dure.Until;
import dure.codec.Codecs;
import dure.codec.DeadLetter;
import dure.codec.Length;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Values through a mailbox, and what becomes of those that a codec refuses.
class TypedMailboxTest extends Boxes {
  private static final Duration MOMENT = Duration.ofMillis(30);

  enum Side {
    BUY,
    SELL
  }

  record Trade(@Length(8) String symbol, Side side, long price, int shares) {
    static final Codec.Fixed<Trade> CODEC = Codecs.record(Trade.class);
  }

  private static final Trade TRADE = new Trade("ACME", Side.SELL, 1299, 100);

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void every_form_carries_values(Receivers receivers) throws Exception {
    try (TypedMailbox<Trade> trades =
        box().receivers(receivers).capacity(Capacity.bounded(3)).create().typed(Trade.CODEC)) {
      trades.send(TRADE);
      assertThat(trades.trySend(TRADE)).isTrue();
      assertThat(trades.send(TRADE, Child.PATIENCE)).isTrue();
      assertThat(trades.trySend(TRADE)).isFalse();
      assertThat(trades.send(TRADE, MOMENT)).isFalse();
      assertThat(trades.receive()).isEqualTo(TRADE);
      assertThat(trades.receive(Child.PATIENCE)).isEqualTo(TRADE);
      assertThat(trades.tryReceive()).isEqualTo(TRADE);
      assertThat(trades.tryReceive()).isNull();
      assertThat(trades.receive(MOMENT)).isNull();
    }
  }

  @Test
  void a_value_is_handed_over() throws Exception {
    try (TypedMailbox<String> box = box().capacity(Capacity.zero()).create().typed(Codecs.TEXT);
        TypedMailbox<Trade> same = box.mailbox().typed(Trade.CODEC)) {
      assertThat(box.tryTransfer("nobody waits")).isFalse();
      assertThat(box.transfer("nobody waits", MOMENT)).isFalse();
      CompletableFuture<String> received = receiving(box);
      box.transfer("m");
      assertThat(Eventually.result(received)).isEqualTo("m");
      CompletableFuture<Trade> trade = receiving(same);
      same.send(TRADE);
      assertThat(Eventually.result(trade)).isEqualTo(TRADE);
      received = receiving(box);
      assertThat(box.send("n", Sending.until(Until.ACKNOWLEDGED)).reached(Until.ACKNOWLEDGED))
          .isTrue();
      assertThat(Eventually.result(received)).isEqualTo("n");
    }
  }

  private static <T> CompletableFuture<T> receiving(TypedMailbox<T> box) {
    CompletableFuture<T> received = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            received.complete(box.receive());
          } catch (InterruptedException e) {
            received.completeExceptionally(e);
          }
        });
    return received;
  }

  @Test
  void a_record_of_another_mailbox_is_refused_when_it_is_opened() {
    // LECTURE: 3
    try (Mailbox box = box().messageSize(16).create()) {
      assertThatExceptionOfType(MessageTooLargeException.class)
          .isThrownBy(() -> box.typed(Trade.CODEC))
          .withMessageContaining(box.address().name())
          .withMessageContaining("takes 32 bytes")
          .withMessageContaining("up to 16");
    }
  }

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void a_value_that_cannot_be_encoded_is_not_sent_and_takes_no_room(Receivers receivers)
      throws Exception {
    try (TypedMailbox<Trade> trades =
        box().receivers(receivers).capacity(Capacity.bounded(1)).create().typed(Trade.CODEC)) {
      Trade wrong = new Trade("a name too long", Side.BUY, 1, 1);
      assertThatExceptionOfType(CodecException.class)
          .isThrownBy(() -> trades.send(wrong))
          .withMessageContaining(trades.mailbox().address().name())
          .withMessageContaining("symbol has 15 bytes of UTF-8, and room for 8")
          .withMessageContaining("nothing was sent")
          .withCauseInstanceOf(IllegalArgumentException.class);
      assertThatExceptionOfType(CodecException.class).isThrownBy(() -> trades.trySend(wrong));
      assertThatExceptionOfType(CodecException.class)
          .isThrownBy(() -> trades.send(wrong, Sending.PLAIN));
      assertThat(trades.tryReceive()).isNull();
      assertThat(trades.trySend(TRADE)).isTrue();
      assertThat(trades.receive()).isEqualTo(TRADE);
    }
  }

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void a_message_that_cannot_be_decoded_stays(Receivers receivers) throws Exception {
    try (TypedMailbox<Trade> trades = box().receivers(receivers).create().typed(Trade.CODEC)) {
      trades.mailbox().send("no trade");
      trades.send(TRADE);
      for (int i = 0; i < 3; i++) {
        assertThatExceptionOfType(CodecException.class)
            .isThrownBy(trades::receive)
            .withMessageContaining(trades.mailbox().address().name())
            .withMessageContaining("message 0 of 8 bytes")
            .withMessageContaining("it has 8 bytes, and a value of this codec takes 32");
      }
      Message raw = trades.mailbox().receive();
      assertThat(raw.text()).isEqualTo("no trade");
      assertThat(raw.redelivered()).isEqualTo(3);
      assertThat(trades.receive()).isEqualTo(TRADE);
    }
  }

  @Test
  void a_message_that_cannot_be_decoded_ends_among_the_dead_letters() throws Exception {
    String grave = name();
    try (Mailbox dead = Mailbox.create(grave);
        TypedMailbox<Trade> trades = box().deadLetters(2, grave).create().typed(Trade.CODEC)) {
      trades.mailbox().send("no trade");
      trades.send(TRADE);
      assertThatExceptionOfType(CodecException.class).isThrownBy(trades::receive);
      assertThatExceptionOfType(CodecException.class).isThrownBy(trades::tryReceive);
      assertThat(trades.receive()).isEqualTo(TRADE);
      assertThat(DeadLetter.of(dead.receive()).orElseThrow().body().text()).isEqualTo("no trade");
    }
  }

  @Test
  void a_codec_that_makes_null_of_a_message_refuses_it() {
    Codec<String> toNull =
        new Codec<>() {
          @Override
          public byte[] encode(String value) {
            return new byte[0];
          }

          @Override
          public String decode(Message message) {
            return null;
          }
        };
    try (TypedMailbox<String> box = box().create().typed(toNull)) {
      assertThat(box.trySend("m")).isTrue();
      assertThatExceptionOfType(CodecException.class)
          .isThrownBy(box::tryReceive)
          .withMessageContaining("null");
    }
  }

  /// Sends records to itself, and reports what its thread allocated after the warm-up.
  static final class PlayerRole {
    private static final int WARM_UP = 60_000;

    public static void main(String[] arguments) throws Exception {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      try (TypedMailbox<Trade> trades =
          Mailbox.named(arguments[0]).listening().open().typed(Trade.CODEC)) {
        long[] sum = new long[1];
        MessageHandler<RuntimeException> handler = message -> sum[0] += message.getLong(16);
        long before = 0;
        for (int i = 0; i < WARM_UP + 100_000; i++) {
          if (i == WARM_UP) {
            before = threads.getCurrentThreadAllocatedBytes();
          }
          trades.send(TRADE);
          trades.mailbox().receiveInPlace(handler);
        }
        System.out.println("allocated " + (threads.getCurrentThreadAllocatedBytes() - before));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void a_record_written_in_place_allocates_nothing(Receivers receivers) {
    String name = name();
    Mailbox.named(name).receivers(receivers).create().close();
    try (Child player = Child.java(PlayerRole.class, name)) {
      assertThat(Long.parseLong(player.await("allocated")))
          .as("bytes for 100,000 records")
          .isLessThan(10_000);
    }
  }

  @Test
  void a_value_comes_with_what_is_known_of_its_message() throws Exception {
    try (TypedMailbox<Trade> trades = box().create().typed(Trade.CODEC)) {
      assertThat(trades.tryReceiveMessage()).isNull();
      assertThat(trades.receiveMessage(MOMENT)).isNull();
      trades.send(TRADE);
      trades.send(TRADE);
      assertThat(trades.receiveMessage().value()).isEqualTo(TRADE);
      try (TypedDelivery<Trade> delivery = trades.receiveDelivery()) {
        assertThat(delivery.content().position()).isEqualTo(1);
        assertThat(delivery.content().redelivered()).isZero();
      }
      TypedMessage<Trade> again = trades.receiveMessage();
      assertThat(again.redelivered()).as("given back").isEqualTo(1);
      assertThat(again.sender()).isPositive();
      assertThat(again.missed()).isZero();
      trades.send(TRADE);
      try (TypedDelivery<Trade> delivery = trades.tryReceiveDelivery()) {
        assertThat(delivery.value()).isEqualTo(TRADE);
        delivery.acknowledge();
      }
      assertThat(trades.receiveDelivery(MOMENT)).isNull();
    }
  }

  @Test
  void a_delivery_that_the_codec_refuses_is_given_back() throws Exception {
    try (TypedMailbox<Trade> trades = box().create().typed(Trade.CODEC)) {
      trades.mailbox().send("no trade");
      assertThatExceptionOfType(CodecException.class).isThrownBy(trades::receiveDelivery);
      assertThat(trades.mailbox().receive().redelivered()).isEqualTo(1);
    }
  }
}
