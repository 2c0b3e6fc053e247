// SPDX-License-Identifier: Apache-2.0
package dure.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxDeletedException;
import dure.Message;
import dure.MessageTooLargeException;
import dure.NoSuchMailboxException;
import dure.Order;
import dure.Receivers;
import dure.Sending;
import dure.WhenFull;
import dure.bridge.BridgeStatus.State;
import dure.codec.DeadLetter;
import dure.stream.IncomingMessage;
import dure.stream.OutgoingMessage;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.SystemVKeys;
import dure.testkit.TestNamespace;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages over bridges: what arrives, what comes back, and what is refused.
class BridgeTest {
  private final String from = TestNamespace.name("bridge-from");
  private final String to = TestNamespace.name("bridge-to");
  private final List<Carrying> carrying = new ArrayList<>();

  /// A bridge that carries on a thread of its own.
  private record Carrying(Bridge bridge, CompletableFuture<Void> end) {}

  private Carrying start(String from, String to) {
    Bridge bridge = Bridge.between(from, to);
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            bridge.carry();
            end.complete(null);
          } catch (Throwable failure) {
            end.completeExceptionally(failure);
          }
        });
    Carrying started = new Carrying(bridge, end);
    carrying.add(started);
    return started;
  }

  private static void drain(String from, String to) throws InterruptedException {
    try (Bridge bridge = Bridge.between(from, to)) {
      bridge.drain();
    }
  }

  private static Message soon(Mailbox mailbox) throws InterruptedException {
    return Objects.requireNonNull(mailbox.receive(Child.PATIENCE), "a message");
  }

  @AfterEach
  void clearAway() {
    carrying.forEach(started -> started.bridge().close());
    for (String name : List.of(from, to)) {
      try {
        Mailbox.delete(name);
      } catch (NoSuchMailboxException none) {
        // as the test had it
      }
    }
  }

  private static String address(String kind) {
    String name = TestNamespace.name("bridge");
    long pid = ProcessHandle.current().pid();
    return switch (kind) {
      case "fifo" -> "fifo:" + TestNamespace.sharedFile("bridge-fifo");
      case "posix" -> "posix:/" + name;
      case "sysv" -> "sysv:" + SystemVKeys.next();
      case "unix" -> "unix:@" + name;
      case "tcp" ->
          String.format(
              "tcp://127.%d.%d.%d:20999", 1 + (pid >> 16 & 0x3f), pid >> 8 & 0xff, pid & 0xff);
      default -> kind + ":" + name;
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"shm", "unix", "tcp", "posix", "sysv", "pipe", "fifo"})
  void messages_go_to_any_transport_and_back_in_order(String kind) throws InterruptedException {
    String between = address(kind);
    try (Mailbox first = Mailbox.create(from);
        Mailbox last = Mailbox.create(to);
        Mailbox _ = Mailbox.create(between)) {
      for (int i = 0; i < 10; i++) {
        first.send("message " + i);
      }
      drain(from, between);
      assertThat(first.occupancy().depth()).isZero();
      drain(between, to);
      for (int i = 0; i < 10; i++) {
        assertThat(soon(last).text()).isEqualTo("message " + i);
      }
      assertThat(last.tryReceive()).isNull();
    } finally {
      try {
        Mailbox.delete(between);
      } catch (NoSuchMailboxException endedWithItsHandle) {
        // as pipes and sockets do
      }
    }
  }

  @Test
  void priorities_and_numbers_are_kept() throws InterruptedException {
    String posix = address("posix");
    try (Mailbox first = Mailbox.named(from).order(Order.PRIORITY).create();
        Mailbox queue = Mailbox.create(posix)) {
      first.send("low", Sending.PLAIN.priority(1));
      first.send("high", Sending.PLAIN.priority(7));
      drain(from, posix);
      assertThat(soon(queue).priority()).isEqualTo(7);
      assertThat(soon(queue).text()).isEqualTo("low");
    } finally {
      Mailbox.delete(posix);
    }
  }

  @Test
  void a_place_in_the_first_mailbox_becomes_a_number_in_the_other() throws InterruptedException {
    try (Mailbox first = Mailbox.create(from);
        Mailbox last = Mailbox.named(to).order(Order.NUMBER).create()) {
      for (int i = 0; i < 3; i++) {
        first.send("m" + i);
      }
      drain(from, to);
      assertThat(last.receive(3, 3, Child.PATIENCE))
          .extracting(Message::number)
          .containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void a_mailbox_that_is_not_there_is_waited_for_and_the_other_created() throws Exception {
    Carrying bridge = start(from, to);
    Eventually.holds(() -> bridge.bridge().status().state() == State.RETRYING);
    assertThat(bridge.bridge().status().trouble()).contains(from);
    try (Mailbox first = Mailbox.named(from).messageSize(123).create()) {
      first.send("at last");
      Eventually.holds(() -> bridge.bridge().status().carried() == 1);
      try (Mailbox last = Mailbox.open(to)) {
        assertThat(soon(last).text()).isEqualTo("at last");
        assertThat(last.settings().messageSize()).isEqualTo(123);
      }
    }
    bridge.bridge().close();
    Eventually.result(bridge.end());
    assertThat(bridge.bridge().status().state()).isEqualTo(State.ENDED);
  }

  @Test
  void a_full_mailbox_holds_it_up_and_its_end_gives_back_what_it_has_in_hand() throws Exception {
    try (Mailbox first = Mailbox.create(from);
        Mailbox last = Mailbox.named(to).capacity(Capacity.bounded(1)).create()) {
      Carrying bridge = start(from, to);
      for (int i = 0; i < 3; i++) {
        first.send("" + i);
      }
      Eventually.holds(() -> bridge.bridge().status().carried() == 1);
      Eventually.holds(() -> Objects.requireNonNull(last.status().details()).waitingToSend() == 1);
      bridge.bridge().close();
      Eventually.result(bridge.end());
      assertThat(soon(last).text()).isEqualTo("0");
      Message given = soon(first);
      assertThat(given.text()).isEqualTo("1");
      assertThat(given.redelivered()).isEqualTo(1);
      assertThat(soon(first).text()).isEqualTo("2");
      assertThat(last.tryReceive()).isNull();
    }
  }

  @Test
  void one_that_refuses_when_it_is_full_holds_it_up_too() throws Exception {
    try (Mailbox first = Mailbox.create(from);
        Mailbox last =
            Mailbox.named(to).capacity(Capacity.bounded(1)).whenFull(WhenFull.REFUSE).create()) {
      Carrying bridge = start(from, to);
      for (int i = 0; i < 4; i++) {
        first.send("" + i);
      }
      Eventually.holds(() -> bridge.bridge().status().state() == State.RETRYING);
      for (int i = 0; i < 4; i++) {
        assertThat(soon(last).text()).isEqualTo("" + i);
      }
    }
  }

  @Test
  void a_rendezvous_is_handed_each_message() throws Exception {
    try (Mailbox first = Mailbox.create(from);
        Mailbox last = Mailbox.named(to).capacity(Capacity.zero()).create()) {
      start(from, to);
      first.send("hand to hand");
      assertThat(soon(last).text()).isEqualTo("hand to hand");
      Eventually.holds(() -> first.occupancy().depth() == 0);
    }
  }

  @Test
  void what_is_sent_to_all_is_carried_while_the_bridge_stands() throws Exception {
    try (Mailbox first = Mailbox.named(from).receivers(Receivers.ALL).create();
        Mailbox last = Mailbox.create(to)) {
      start(from, to);
      Eventually.holds(() -> first.occupancy().waitingReceivers() == 1);
      first.send("news");
      assertThat(soon(last).text()).isEqualTo("news");
    }
  }

  @Test
  void a_mailbox_that_is_deleted_ends_it() throws Exception {
    try (Mailbox first = Mailbox.create(from);
        Mailbox _ = Mailbox.create(to)) {
      Carrying bridge = start(from, to);
      Eventually.holds(() -> first.occupancy().waitingReceivers() == 1);
      Mailbox.delete(from);
      assertThatThrownBy(() -> Eventually.result(bridge.end()))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(MailboxDeletedException.class);
    }
  }

  @Test
  void a_host_that_comes_again_is_found_again() throws Exception {
    String host = address("unix");
    try (Mailbox first = Mailbox.create(from)) {
      Carrying bridge = start(from, host);
      for (String text : List.of("one", "two")) {
        try (Mailbox last = Mailbox.create(host)) {
          first.send(text);
          assertThat(soon(last).text()).isEqualTo(text);
          Eventually.holds(() -> first.occupancy().depth() == 0);
        }
      }
      assertThat(bridge.bridge().status().carried()).isEqualTo(2);
    }
  }

  @Test
  void circles_are_refused() throws Exception {
    assertThatIllegalArgumentException().isThrownBy(() -> Bridge.between(from, from));
    try (Mailbox _ = Mailbox.create(from);
        Mailbox _ = Mailbox.create(to)) {
      String third = TestNamespace.name("bridge-third");
      start(from, to);
      start(to, third);
      Eventually.holds(
          () -> Bridge.running().containsAll(List.of(Route.of(from, to), Route.of(to, third))));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> drain(third, from))
          .withMessageContaining("circle");
      assertThatIllegalArgumentException().isThrownBy(() -> drain(to, from));
      carrying.forEach(started -> started.bridge().close());
      assertThat(Bridge.running()).doesNotContain(Route.of(from, to), Route.of(to, third));
      drain(to, from);
      Mailbox.delete(third);
    }
  }

  @Test
  void a_message_of_any_length_is_passed_on_piece_by_piece() throws Exception {
    byte[] film = new byte[3 << 20];
    new Random(7).nextBytes(film);
    try (Mailbox first = Mailbox.create(from);
        Mailbox last = Mailbox.create(to)) {
      start(from, to);
      CompletableFuture<Long> sent = CompletableFuture.supplyAsync(() -> sendAll(first, film));
      try (IncomingMessage message =
          Objects.requireNonNull(IncomingMessage.from(last, Child.PATIENCE))) {
        byte[] begin = message.readNBytes(film.length - 1);
        assertThat(sent).as("a sender whose message is still on its way").isNotDone();
        assertThat(begin).isEqualTo(Arrays.copyOf(film, film.length - 1));
        assertThat(message.readAllBytes()).hasSize(1);
      }
      assertThat(Eventually.result(sent)).isEqualTo(film.length);
    }
  }

  private static long sendAll(Mailbox mailbox, byte[] bytes) {
    try {
      return OutgoingMessage.send(mailbox, new ByteArrayInputStream(bytes));
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void a_message_too_long_for_the_other_mailbox_goes_in_pieces() throws Exception {
    byte[] text = "longer than ten bytes".getBytes(StandardCharsets.UTF_8);
    try (Mailbox first = Mailbox.create(from);
        Mailbox last = Mailbox.named(to).messageSize(200).create()) {
      start(from, to);
      byte[] page = new byte[5000];
      System.arraycopy(text, 0, page, 0, text.length);
      first.send(page);
      try (IncomingMessage message =
          Objects.requireNonNull(IncomingMessage.from(last, Child.PATIENCE))) {
        assertThat(message.readAllBytes()).isEqualTo(page);
      }
    }
  }

  @Test
  void what_the_other_mailbox_can_never_take_ends_it_or_goes_to_the_dead_letters()
      throws Exception {
    String posix = address("posix");
    String grave = TestNamespace.name("bridge-grave");
    try (Mailbox _ = Mailbox.named(posix).messageSize(10).create();
        Mailbox dead = Mailbox.create(grave)) {
      try (Mailbox first = Mailbox.create(from)) {
        first.send("longer than ten bytes");
        assertThatThrownBy(() -> drain(from, posix)).isInstanceOf(MessageTooLargeException.class);
        assertThat(soon(first).redelivered()).isEqualTo(1);
      }
      Mailbox.delete(from);
      try (Mailbox first = Mailbox.named(from).deadLetters(2, grave).create()) {
        first.send("longer than ten bytes");
        first.send("short");
        drain(from, posix);
        assertThat(DeadLetter.of(soon(dead)).orElseThrow().body().text())
            .isEqualTo("longer than ten bytes");
        assertThat(first.occupancy().depth()).isZero();
      }
    } finally {
      Mailbox.delete(posix);
      Mailbox.delete(grave);
    }
  }
}
