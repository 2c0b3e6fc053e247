// SPDX-License-Identifier: Apache-2.0
package dure.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.Mailbox;
import dure.Message;
import dure.NoSuchMailboxException;
import dure.Order;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import dure.testkit.Volume;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Bridges that are killed in the middle of their work, each a process of its own.
class KilledBridgeTest {
  private static final int MESSAGES = 4000;

  private final String from = TestNamespace.name("killed-from");
  private final String to = TestNamespace.name("killed-to");
  private final Random random = new Random(15);

  @AfterEach
  void clearAway() {
    for (String name : List.of(from, to)) {
      try {
        Mailbox.delete(name);
      } catch (NoSuchMailboxException none) {
        // as the test had it
      }
    }
  }

  private static Child bridge(String from, String to) {
    Child child = Child.java(BridgeRole.class, from, to);
    child.await("begun");
    return child;
  }

  private static Message soon(Mailbox mailbox) throws InterruptedException {
    return Objects.requireNonNull(mailbox.receive(Child.PATIENCE), "a message");
  }

  private static Thread sender(Mailbox mailbox, int count) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            for (int i = 1; i <= count; i++) {
              mailbox.send("" + i);
            }
          } catch (InterruptedException never) {
            throw new IllegalStateException(never);
          }
        });
  }

  /// Kills one bridge after the other while messages pass, over a socket to a mailbox of this
  /// process: all of them come, in order, and what comes twice has the same number.
  @Test
  void nothing_is_lost_and_repetitions_have_the_same_number() throws Exception {
    String host = "unix:@" + TestNamespace.name("killed-host");
    int kills = Volume.of(4);
    try (Mailbox first = Mailbox.create(from);
        Mailbox last =
            Mailbox.named(host).order(Order.NUMBER).capacity(Capacity.bounded(16)).create()) {
      Thread sender = sender(first, MESSAGES * kills);
      List<Message> received = new ArrayList<>();
      for (int kill = 0; kill < kills; kill++) {
        try (Child bridge = bridge(from, host)) {
          receive(last, received, MESSAGES / 2 + random.nextInt(MESSAGES / 3));
          bridge.kill();
        }
      }
      try (Child bridge = bridge(from, host)) {
        receive(last, received, MESSAGES * kills - texts(received).size());
        Eventually.holds(() -> first.occupancy().depth() == 0);
        bridge.endInput();
        bridge.awaitSuccess();
      }
      sender.join();
      assertThat(texts(received)).as("all, in order").isEqualTo(upTo(MESSAGES * kills));
      assertThat(received).extracting(Message::number).isSorted();
      assertThat(received.size() - MESSAGES * kills).as("repetitions").isBetween(0, kills);
    }
  }

  /// Receives until so many new messages have come.
  private static void receive(Mailbox mailbox, List<Message> received, int count)
      throws InterruptedException {
    for (int fresh = 0; fresh < count; ) {
      Message message = soon(mailbox);
      if (received.isEmpty() || message.number() != received.getLast().number()) {
        fresh++;
      }
      received.add(message);
    }
  }

  /// The texts of messages, those of one number once.
  private static List<String> texts(List<Message> received) {
    Map<Long, String> byNumber = new LinkedHashMap<>();
    received.forEach(message -> {
      String before = byNumber.put(message.number(), message.text());
      assertThat(before).isIn(null, message.text());
    });
    return List.copyOf(byNumber.values());
  }

  private static List<String> upTo(int last) {
    return IntStream.rangeClosed(1, last).mapToObj(Integer::toString).toList();
  }

  /// The kernel has handed the message out and knows it no more; the spool has it.
  @Test
  void what_a_queue_of_the_kernel_has_handed_out_is_kept_in_the_spool() throws Exception {
    String queue = "posix:/" + TestNamespace.name("killed");
    try (Mailbox first = Mailbox.create(queue);
        Mailbox last = Mailbox.named(to).capacity(Capacity.bounded(1)).create()) {
      try (Child bridge = bridge(queue, to)) {
        for (int i = 0; i < 3; i++) {
          first.send("" + i);
        }
        Eventually.holds(() -> first.occupancy().depth() == 1 && last.occupancy().depth() == 1);
        Eventually.holds(
            () -> Objects.requireNonNull(last.status().details()).waitingToSend() == 1);
        bridge.kill();
      }
      try (Child bridge = bridge(queue, to)) {
        for (int i = 0; i < 3; i++) {
          assertThat(soon(last).text()).isEqualTo("" + i);
        }
        bridge.endInput();
        bridge.awaitSuccess();
      }
      assertThat(Mailbox.list())
          .extracting(status -> status.address().name())
          .noneMatch(name -> name.startsWith("spool."));
    } finally {
      Mailbox.delete(queue);
    }
  }

  /// Several bridges between the same mailboxes share the work; one of them is killed.
  @Test
  void many_bridges_between_the_same_mailboxes_carry_each_message() throws Exception {
    try (Mailbox first = Mailbox.create(from);
        Mailbox last = Mailbox.named(to).order(Order.NUMBER).create();
        Child one = bridge(from, to);
        Child other = bridge(from, to);
        Child third = bridge(from, to)) {
      Thread sender = sender(first, MESSAGES);
      List<Message> received = new ArrayList<>();
      Set<String> all = new HashSet<>();
      while (all.size() < MESSAGES) {
        Message message = soon(last);
        received.add(message);
        all.add(message.text());
        if (all.size() == MESSAGES / 2) {
          third.kill();
        }
      }
      sender.join();
      assertThat(all).containsExactlyInAnyOrderElementsOf(upTo(MESSAGES));
      assertThat(texts(received)).hasSize(MESSAGES);
      assertThat(received.size() - MESSAGES).as("repetitions").isBetween(0, 1);
      for (Child bridge : List.of(one, other)) {
        bridge.endInput();
        bridge.awaitSuccess();
      }
    }
  }
}
