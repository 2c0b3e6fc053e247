// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dure.Capacity;
import dure.Delivery;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.Message;
import dure.Order;
import dure.Receipt;
import dure.Receivers;
import dure.Sending;
import dure.Until;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Looking at messages without taking them, and taking one out of the middle.
class BrowseTest extends Boxes {
  private static final int ALL = Integer.MAX_VALUE;

  enum Kind {
    PAIR,
    ONE,
    ANY,
    RANKED,
    UNBOUNDED,
    NUMBER,
    PRIORITY;

    MailboxBuilder of(MailboxBuilder box) {
      return switch (this) {
        case UNBOUNDED -> box.capacity(Capacity.unbounded());
        case NUMBER, PRIORITY -> box.order(Order.valueOf(name())).capacity(Capacity.bounded(4));
        default -> box.receivers(Receivers.valueOf(name())).capacity(Capacity.bounded(4));
      };
    }
  }

  private static List<String> texts(List<Message> messages) {
    return messages.stream().map(Message::text).toList();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void what_is_looked_at_stays_and_keeps_its_place(Kind kind) throws Exception {
    try (Mailbox box = kind.of(box()).create()) {
      assertThat(box.browse(ALL)).isEmpty();
      for (int lap = 0; lap < 5; lap++) {
        for (String text : List.of("a", "b", "c")) {
          box.send(text + lap);
        }
        assertThat(texts(box.browse(ALL))).containsExactly("a" + lap, "b" + lap, "c" + lap);
        assertThat(texts(box.browse(1))).containsExactly("a" + lap);
        List<Message> seen = box.browse(ALL);
        for (int i = 0; i < 3; i++) {
          Message received = box.receive();
          assertThat(received.text()).isEqualTo(seen.get(i).text());
          assertThat(received.position()).isEqualTo(seen.get(i).position());
          assertThat(received.sender()).isEqualTo(seen.get(i).sender());
        }
      }
      assertThat(box.browse(ALL)).isEmpty();
    }
  }

  @Test
  void the_higher_priority_is_seen_first() throws Exception {
    try (Mailbox box = box().order(Order.PRIORITY).create()) {
      box.send("low", Sending.PLAIN.priority(1));
      box.send("high", Sending.PLAIN.priority(9));
      box.send("high too", Sending.PLAIN.priority(9));
      assertThat(texts(box.browse(ALL))).containsExactly("high", "high too", "low");
      assertThat(box.browse(1).getFirst().priority()).isEqualTo(9);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void any_of_them_is_taken_out_once(Kind kind) throws Exception {
    try (Mailbox box = kind.of(box()).create()) {
      for (int lap = 0; lap < 12; lap++) {
        for (String text : List.of("a", "b", "c")) {
          box.send(text);
        }
        List<Message> seen = box.browse(ALL);
        int out = lap % 3;
        assertThat(box.remove(seen.get(out))).isTrue();
        assertThat(box.remove(seen.get(out))).isFalse();
        assertThat(box.browse(ALL)).hasSize(2);
        assertThat(box.occupancy().depth()).isEqualTo(2);
        for (int i = 0; i < 3; i++) {
          if (i != out) {
            assertThat(box.receive().text()).isEqualTo(seen.get(i).text());
          }
        }
        assertThat(box.tryReceive()).isNull();
        assertThat(box.remove(seen.get(0))).isFalse();
      }
      assertThat(counters(box).sent()).isEqualTo(depth(box) + counters(box).received());
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void all_room_comes_back(Kind kind) throws Exception {
    try (Mailbox box = kind.of(box()).create()) {
      for (int lap = 0; lap < 5; lap++) {
        for (String text : List.of("a", "b", "c", "d")) {
          assertThat(box.trySend(text)).isTrue();
        }
        List<Message> seen = box.browse(ALL);
        for (int out : new int[] {2, 0, 3, 1}) {
          assertThat(box.remove(seen.get(out))).isTrue();
        }
        assertThat(box.occupancy().depth()).isZero();
      }
    }
  }

  @Test
  void an_unbounded_mailbox_gives_memory_back_though_nobody_ever_receives() throws Exception {
    try (Mailbox box = box().capacity(Capacity.unbounded(4 << 20)).messageSize(64).create()) {
      for (int i = 0; i < 60_000; i++) {
        box.send("m" + i);
        assertThat(box.remove(box.browse(1).getFirst())).isTrue();
      }
      assertThat(Objects.requireNonNull(box.status().details()).bytes()).isLessThan(3 << 20);
    }
  }

  static List<Arguments> kindsAndUntils() {
    List<Arguments> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      all.add(Arguments.of(kind, Until.RECEIVED));
      all.add(Arguments.of(kind, Until.ACKNOWLEDGED));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("kindsAndUntils")
  void a_sender_that_waits_is_told(Kind kind, Until until) throws Exception {
    try (Mailbox box = kind.of(box()).create()) {
      CompletableFuture<Receipt> receipt =
          box.sendAsync("m".getBytes(UTF_8), Sending.until(until).within(Child.PATIENCE));
      List<Message> seen;
      do {
        seen = box.browse(1);
      } while (seen.isEmpty());
      assertThat(box.remove(seen.getFirst())).isTrue();
      assertThat(Eventually.result(receipt).reached(until)).isTrue();
    }
  }

  @Test
  void a_message_in_hand_is_nobody_elses_to_take() throws Exception {
    for (Receivers receivers : List.of(Receivers.PAIR, Receivers.ANY)) {
      try (Mailbox box = box().receivers(receivers).create()) {
        box.send("a");
        box.send("b");
        List<Message> seen = box.browse(ALL);
        Delivery inHand = box.receiveDelivery();
        assertThat(box.remove(seen.get(0))).isFalse();
        assertThat(box.remove(seen.get(1))).isTrue();
        inHand.giveBack();
        assertThat(box.browse(1).getFirst().redelivered()).isOne();
        assertThat(box.receive().text()).isEqualTo("a");
        assertThat(box.tryReceive()).isNull();
      }
    }
  }

  @Test
  void a_rendezvous_has_nothing_to_look_at() throws Exception {
    try (Mailbox box = box().capacity(Capacity.zero()).create()) {
      CompletableFuture<Receipt> offer = box.sendAsync("m".getBytes(UTF_8), Sending.PLAIN);
      assertThat(box.browse(ALL)).isEmpty();
      assertThat(box.receive().text()).isEqualTo("m");
      Eventually.result(offer);
    }
  }

  @Test
  void where_all_receive_everything_each_sees_its_own() throws Exception {
    try (Mailbox box = box().receivers(Receivers.ALL).create();
        Mailbox other = Mailbox.named(box.address().name()).listening().open()) {
      box.send("a");
      box.send("b");
      box.receive();
      assertThat(texts(box.browse(ALL))).containsExactly("b");
      assertThat(texts(other.browse(ALL))).containsExactly("a", "b");
      Message first = other.browse(1).getFirst();
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> other.remove(first));
    }
  }

  @Test
  void who_may_not_receive_may_look_and_not_remove() throws Exception {
    try (Mailbox box = box().receivers(Receivers.ONE).create();
        Mailbox other = Mailbox.open(box.address().name())) {
      box.send("a");
      assertThat(box.tryReceive()).isNotNull();
      box.send("b");
      Message seen = other.browse(1).getFirst();
      assertThat(other.remove(seen)).isFalse();
      assertThat(box.remove(seen)).isTrue();
    }
  }

  /// Receives and removes until told to end; prints what it had.
  static final class RemoverRole {
    public static void main(String[] arguments) throws Exception {
      try (Mailbox box = Mailbox.open(arguments[0])) {
        for (int turn = 0; ; turn++) {
          Message had = box.browse(8).stream().skip(turn % 5).findFirst().orElse(null);
          if (had != null && !had.text().equals("end") && box.remove(had)) {
            System.out.println("had " + had.text());
          }
          Message next = box.tryReceive();
          if (next != null && next.text().equals("end")) {
            box.send("end");
            System.out.println("end");
            return;
          } else if (next != null) {
            System.out.println("had " + next.text());
          }
        }
      }
    }
  }

  /// Looks again and again while two others send and receive: what it sees was sent, whole, and in
  /// its order.
  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"PAIR", "ANY", "UNBOUNDED", "NUMBER"})
  void what_is_seen_while_others_go_on_is_whole(Kind kind) throws Exception {
    try (Mailbox box = kind.of(box()).create()) {
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(() -> sendUntil(box, over), Thread::startVirtualThread);
      CompletableFuture<Void> receiving =
          CompletableFuture.runAsync(
              () -> {
                while (!sending.isDone() || box.occupancy().depth() > 0) {
                  box.tryReceive();
                }
              },
              task -> Thread.ofPlatform().start(task));
      for (int looks = 0; looks < 5_000; looks++) {
        long before = -1;
        for (Message seen : box.browse(ALL)) {
          long number = Long.parseLong(seen.text().strip());
          assertThat(seen.size()).isEqualTo(20 + number % 30);
          assertThat(number).isEqualTo(seen.position());
          assertThat(number).isGreaterThan(before);
          before = number;
        }
      }
      over.set(true);
      Eventually.result(sending);
      Eventually.result(receiving);
    }
  }

  private static void sendUntil(Mailbox box, AtomicBoolean over) {
    try {
      for (long i = 0; !over.get(); i++) {
        while (box.occupancy().depth() > 8) {
          Thread.yield(); // what is unbounded would only grow
        }
        box.send(Long.toString(i) + " ".repeat((int) (20 + i % 30) - Long.toString(i).length()));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Two processes that remove from the middle and receive from the front, one that sends: every
  /// message is had once.
  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"ANY", "UNBOUNDED", "NUMBER"})
  void processes_that_remove_and_receive_have_each_message_once(Kind kind) throws Exception {
    String name = name();
    Set<String> had = ConcurrentHashMap.newKeySet();
    int messages = 3_000;
    try (Mailbox box = kind.of(Mailbox.named(name)).create();
        Child one = Child.java(RemoverRole.class, name);
        Child two = Child.java(RemoverRole.class, name)) {
      for (int i = 0; i < messages; i++) {
        box.send("" + i);
      }
      box.send("end");
      for (Child child : List.of(one, two)) {
        for (String line = child.line(); !line.equals("end"); line = child.line()) {
          assertThat(had.add(line)).as(line).isTrue();
        }
      }
      one.awaitSuccess();
      two.awaitSuccess();
    }
    assertThat(had).hasSize(messages);
  }
}
