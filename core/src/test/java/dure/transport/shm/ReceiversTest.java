// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dure.Capacity;
import dure.Delivery;
import dure.Mailbox;
import dure.Message;
import dure.Receivers;
import dure.Waiting;
import dure.WhenFull;
import dure.testkit.AsyncCall;
import dure.testkit.Bound;
import dure.testkit.Stopwatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who receives, within one process. That it holds between processes is the conformance tests'
/// business.
class ReceiversTest extends Boxes {
  /// Who sleeps looks after the others now and then; nobody waits for that.
  @ParameterizedTest
  @EnumSource(value = Receivers.class, mode = EnumSource.Mode.EXCLUDE, names = "ALL")
  void a_sleeper_wakes_at_once_while_the_others_live(Receivers receivers) throws Exception {
    try (Mailbox sender = box().receivers(receivers).create();
        Mailbox receiver = Mailbox.named(sender.address().name()).waiting(Waiting.BLOCK).open()) {
      Bound.holds(Duration.ofMillis(10), () -> medianOfDelays(sender, receiver));
    }
  }

  /// One delay may be short by chance, where a sleeper only looks every 50 ms; most cannot be.
  private static Duration medianOfDelays(Mailbox sender, Mailbox receiver) throws Exception {
    List<Duration> delays = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      AtomicReference<Stopwatch> sent = new AtomicReference<>();
      AsyncCall<Duration> received =
          AsyncCall.start(() -> {
            receiver.receive();
            return sent.get().stop();
          });
      Thread.sleep(70); // longer than it sleeps at a time
      sent.set(Stopwatch.start());
      sender.send("m");
      delays.add(received.result());
    }
    return Bound.typical(delays);
  }

  private static final Duration SOON = Duration.ofMillis(50);

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
      AsyncCall<Message> next = AsyncCall.start(true, second::receive).awaitAsleep();
      first.close();
      assertThat(next.result().text()).isEqualTo("b");
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

  @Test
  void a_lossy_listener_works_in_place_on_its_own_copy() throws Exception {
    try (Mailbox box =
        box()
            .receivers(Receivers.ALL)
            .capacity(Capacity.bounded(2))
            .whenFull(WhenFull.DROP_OLDEST)
            .create()) {
      for (String text : List.of("short", "long ".repeat(100))) {
        box.send(text);
        List<String> received = new ArrayList<>();
        box.receiveInPlace(message -> received.add(message.text()));
        assertThat(received).containsExactly(text);
      }
    }
  }
}
