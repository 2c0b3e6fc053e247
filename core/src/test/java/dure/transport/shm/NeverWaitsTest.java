// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.Claim;
import dure.Mailbox;
import dure.MailboxSet;
import dure.Message;
import dure.Receipt;
import dure.Receipt.Outcome;
import dure.Receivers;
import dure.Sending;
import dure.Until;
import dure.testkit.Asleep;
import dure.testkit.Bound;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.Stopwatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What never waits never waits, and what has a time limit ends at it, whatever the neighbours do:
/// another thread inside, or a process that is stopped.
class NeverWaitsTest extends Boxes {
  /// More than the machine takes.
  private static final Duration SOON = Duration.ofMillis(250);

  private static final Duration LIMIT = Duration.ofMillis(100);

  /// Longer than any test: who waits for it fails.
  private static final Duration PATIENCE = Duration.ofHours(1);

  private static <T> T timed(Duration limit, Callable<T> call) throws Exception {
    Object[] result = new Object[1];
    Bound.holds(
        limit,
        () -> {
          Stopwatch watch = Stopwatch.start();
          result[0] = call.call();
          return watch.stop();
        });
    @SuppressWarnings("unchecked")
    T last = (T) result[0];
    return last;
  }

  /// A receiver that is already being served is nobody's to hand over to.
  @ParameterizedTest
  @EnumSource(value = Receivers.class, mode = EnumSource.Mode.EXCLUDE, names = "ALL")
  void a_transfer_to_nobody_idle_does_not_wait(Receivers receivers) throws Exception {
    try (Mailbox box = box().receivers(receivers).patience(PATIENCE).create()) {
      for (int i = 0; i < 20; i++) {
        CompletableFuture<Message> served = new CompletableFuture<>();
        Thread receiver = Thread.ofPlatform().start(() -> complete(served, box::receive));
        Eventually.holds(() -> box.occupancy().waitingReceivers() == 1);
        box.send("first");
        if (timed(SOON, () -> box.tryTransfer("second".getBytes(UTF_8)))) {
          assertThat(box.receive().text()).isEqualTo("second");
        }
        assertThat(Eventually.result(served).text()).isEqualTo("first");
        receiver.join();
        assertThat(box.tryReceive()).isNull();
      }
    }
  }

  private static <T> void complete(CompletableFuture<T> future, Callable<T> call) {
    try {
      future.complete(call.call());
    } catch (Throwable failure) {
      future.completeExceptionally(failure);
    }
  }

  /// A process that waits to receive and is stopped takes its message when it goes on.
  @ParameterizedTest
  @EnumSource(Receivers.class)
  void a_stopped_receiver_holds_up_nobody(Receivers receivers) throws Exception {
    if (receivers == Receivers.ALL) {
      return;
    }
    String name = name();
    Capacity capacity = receivers == Receivers.PAIR ? Capacity.bounded(4) : Capacity.zero();
    try (Mailbox box =
            Mailbox.named(name)
                .receivers(receivers)
                .capacity(capacity)
                .patience(PATIENCE)
                .create();
        Child waits = Child.java(FilePlayer.class, "receive", name)) {
      waits.await("waiting");
      Eventually.holds(() -> box.occupancy().waitingReceivers() == 1);
      waits.signal("STOP");
      assertThat(timed(SOON, () -> box.tryTransfer("m".getBytes(UTF_8)))).isTrue();
      assertThat(timed(SOON, () -> box.tryTransfer("n".getBytes(UTF_8)))).isFalse();
      waits.signal("CONT");
      assertThat(waits.await("receive:")).isEqualTo("m");
    }
  }

  /// The time limits of a pair's sender hold while another thread keeps the sending end.
  @Test
  void a_send_ends_in_time_though_another_thread_has_a_claim_open() throws Exception {
    try (Mailbox box = box().receivers(Receivers.PAIR).create()) {
      CountDownLatch end = new CountDownLatch(1);
      timed(
          LIMIT.plus(SOON),
          () -> {
            CompletableFuture<Receipt> sent =
                box.sendTracked(new byte[8], Sending.until(Until.RECEIVED).within(LIMIT));
            try (Claim _ = box.claim(8)) {
              assertThat(Eventually.result(sent).outcome()).isEqualTo(Outcome.NOT_SENT);
            }
            return true;
          });
      end.countDown();
      assertThat(box.tryReceive()).isNull();
      box.send("goes on");
      assertThat(box.receive().text()).isEqualTo("goes on");
    }
  }

  @Test
  void an_interrupted_sender_of_a_pair_neither_spins_nor_waits() throws Exception {
    try (Mailbox box = box().receivers(Receivers.PAIR).create()) {
      timed(
          SOON,
          () -> {
            CompletableFuture<Boolean> sent = new CompletableFuture<>();
            Thread sender =
                Thread.ofPlatform()
                    .start(() -> complete(sent, () -> box.transfer(new byte[8], Child.PATIENCE)));
            Eventually.holds(() -> box.occupancy().depth() == 1);
            Asleep.await(sender);
            try (Claim _ = box.claim(8)) {
              sender.interrupt();
              sender.join();
            }
            assertThat(sent).isCompletedExceptionally();
            return true;
          });
    }
  }

  /// Where another thread of this process works on a message of a pair, nothing is removed.
  @Test
  void a_removal_does_not_wait_for_a_handler() throws Exception {
    try (Mailbox box = box().receivers(Receivers.PAIR).create()) {
      box.send("in hand");
      box.send("behind");
      Message behind = box.browse(2).get(1);
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch end = new CountDownLatch(1);
      Thread handler =
          Thread.ofPlatform()
              .start(() ->
                  complete(
                      new CompletableFuture<>(),
                      () -> {
                        box.receiveInPlace(message -> {
                          inside.countDown();
                          end.await();
                        });
                        return true;
                      }));
      inside.await();
      assertThat(timed(SOON, () -> box.remove(behind))).isFalse();
      assertThat((Object) timed(SOON, box::tryReceive)).isNull();
      end.countDown();
      handler.join();
      assertThat(box.remove(behind)).isTrue();
    }
  }

  /// A limit far in the past is over.
  @Test
  void a_time_limit_long_ago_is_now() throws Exception {
    try (Mailbox box = box().capacity(Capacity.bounded(1)).create()) {
      MailboxSet set = MailboxSet.of(box);
      for (Duration ago :
          List.of(
              Duration.ofNanos(-1),
              Duration.ofDays(-107_000),
              Duration.between(Instant.now(), Instant.MIN),
              Duration.ofSeconds(Long.MIN_VALUE))) {
        assertThat(box.receive(ago)).isNull();
        assertThat(set.receive(ago)).isNull();
        assertThat(box.receiveDelivery(ago)).isNull();
        assertThat(box.receive(1, 2, ago)).isEmpty();
        box.send("x");
        assertThat(box.send("y", ago)).isFalse();
        assertThat(box.claim(8, ago)).isNull();
        assertThat(box.transfer("y".getBytes(UTF_8), ago)).isFalse();
        assertThat(box.send("y", Sending.PLAIN.within(ago)).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(box.receive(ago)).isNotNull();
      }
    }
  }
}
