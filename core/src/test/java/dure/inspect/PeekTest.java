// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.Delivery;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxDeletedException;
import dure.Message;
import dure.NoSuchMailboxException;
import dure.Order;
import dure.Receivers;
import dure.Sending;
import dure.testkit.OtherUser;
import dure.testkit.TestNamespace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Messages looked at where they lie, and followed as they pass.
class PeekTest {
  private final List<String> names = new ArrayList<>();

  private String name() {
    names.add(TestNamespace.name("peek"));
    return names.getLast();
  }

  private MailboxBuilder box(int capacity) {
    return Mailbox.named(name()).messageSize(1000).capacity(Capacity.bounded(capacity));
  }

  @AfterEach
  void delete() {
    for (String name : names) {
      try {
        Mailbox.delete(name);
      } catch (NoSuchMailboxException deletedByTheTest) {
        // as it should be
      }
    }
  }

  private static List<String> peek(Mailbox box, int most) {
    return Peek.at(box.address().toString(), most).stream().map(Message::text).toList();
  }

  @Test
  void what_nobody_has_taken_is_seen_and_stays() throws Exception {
    String large = "x".repeat(900);
    try (Mailbox box = box(4).create()) {
      box.send("a");
      box.send(large);
      box.send("c");
      try (Delivery _ = box.receiveDelivery()) {
        assertThat(peek(box, 10)).containsExactly(large, "c");
      }
      assertThat(peek(box, 1)).containsExactly("a");
      assertThat(box.occupancy().depth()).isEqualTo(3);
    }
  }

  @Test
  void each_shape_is_seen_in_its_order() throws Exception {
    try (Mailbox pair = box(4).receivers(Receivers.PAIR).create();
        Mailbox board = box(4).order(Order.PRIORITY).create();
        Mailbox grown =
            Mailbox.named(name()).messageSize(10).capacity(Capacity.unbounded()).create();
        Mailbox meeting = Mailbox.named(name()).capacity(Capacity.zero()).create()) {
      pair.send("0");
      pair.send("1");
      pair.receive();
      pair.send("2");
      assertThat(peek(pair, 9)).containsExactly("1", "2");
      for (int priority : new int[] {1, 3, 2}) {
        byte[] text = Integer.toString(priority).getBytes(StandardCharsets.UTF_8);
        board.send(text, Sending.PLAIN.priority(priority));
      }
      assertThat(peek(board, 9)).containsExactly("3", "2", "1");
      for (int i = 0; i < 600; i++) {
        grown.send(Integer.toString(i));
      }
      assertThat(peek(grown, 600)).hasSize(600).startsWith("0", "1").endsWith("599");
      assertThat(peek(meeting, 9)).isEmpty();
    }
  }

  @Test
  void a_trail_shows_each_message_though_others_take_them() throws Exception {
    try (Mailbox box = box(3).create()) {
      box.send("before");
      try (Trail trail = Trail.of(box.address().toString())) {
        assertThat(trail.next()).isEmpty();
        box.send("1");
        assertThat(trail.next()).extracting(Message::text).containsExactly("1");
        box.receive();
        box.receive();
        box.send("2");
        box.receive();
        box.claim(1).close();
        box.send("3");
        assertThat(trail.next()).extracting(Message::text).containsExactly("2", "3");
        assertThat(trail.next()).isEmpty();
        box.receive();
        for (int i = 4; i < 14; i++) {
          box.send(Integer.toString(i));
          box.receive();
        }
        List<Message> seen = trail.next();
        assertThat(seen).extracting(Message::text).containsExactly("11", "12", "13");
        assertThat(seen.getFirst().missed()).isEqualTo(7);
        Mailbox.delete(box.address().toString());
        assertThatThrownBy(trail::next).isInstanceOf(MailboxDeletedException.class);
      }
    }
  }

  @Test
  void messages_that_leave_no_trail_are_refused_with_the_reason() {
    try (Mailbox pair = box(2).receivers(Receivers.PAIR).create()) {
      assertThatThrownBy(() -> Trail.of(pair.address().toString()))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining(pair.address().toString())
          .hasMessageContaining("bounded");
    }
  }

  /// Reads a mailbox that it may not write.
  static final class Reader {
    private Reader() {}

    public static void main(String[] arguments) {
      MailboxSnapshot snapshot = MailboxSnapshot.of("file:" + arguments[0]);
      System.out.println("settled " + snapshot.settled());
      Peek.at("file:" + arguments[0], 1).forEach(message -> System.out.println(message.text()));
      try {
        Mailbox.open("file:" + arguments[0]);
      } catch (dure.NotPermittedException expected) {
        System.out.println("may only read");
      }
    }
  }

  @Test
  void the_right_to_read_is_enough(@TempDir Path directory) throws Exception {
    if (!OtherUser.isThere()) {
      return; // root alone can be another user
    }
    Path file = directory.resolve("box");
    try (Mailbox box = Mailbox.named("file:" + file).mode(0644).create()) {
      box.send("for all to see");
      OtherUser other = new OtherUser(directory, Mailbox.class);
      try (var reader = other.java(Reader.class, file.toString())) {
        assertThat(reader.awaitSuccess())
            .containsSubsequence("settled true", "for all to see", "may only read");
      }
    } finally {
      Mailbox.delete("file:" + file);
    }
  }
}
