// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.Mailbox;
import dure.Message;
import dure.OwnerGoneException;
import dure.Receipt;
import dure.Receivers;
import dure.Sending;
import dure.testkit.AsyncCall;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages that a guest sends into lent room: all that is promised of a message that was accepted
/// holds from the moment in which it is written.
class LentRoomTest {
  /// More sends in a row than it takes to get room on loan.
  private static final int MANY = 40;

  private static final int CAPACITY = 16;

  @TempDir private Path directory;

  private static Mailbox create(Receivers receivers) {
    return Mailbox.named("unix:@" + TestNamespace.name("stream"))
        .receivers(receivers)
        .capacity(Capacity.bounded(CAPACITY))
        .messageSize(100)
        .create();
  }

  private static Mailbox guestOf(Mailbox box) {
    return Mailbox.open(box.address().toString());
  }

  /// Has a guest send until it has room on loan.
  private static void warmUp(Mailbox guest, Mailbox receiver) throws InterruptedException {
    for (int i = 0; i < MANY; i++) {
      guest.send("warm");
      assertThat(receiver.receive().text()).isEqualTo("warm");
    }
  }

  private static int fill(Mailbox sender) {
    int count = 0;
    while (sender.trySend("fill")) {
      count++;
    }
    return count;
  }

  private static List<String> drain(Mailbox receiver) {
    List<String> all = new ArrayList<>();
    for (Message next; (next = receiver.tryReceive()) != null; ) {
      all.add(next.text());
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ONE", "ANY", "ALL"})
  void all_come_in_order_through_little_room(Receivers receivers) throws Exception {
    int count = 5000;
    try (Mailbox box = create(receivers);
        Mailbox guest = guestOf(box)) {
      if (receivers == Receivers.ALL) {
        assertThat(box.tryReceive()).isNull(); // it listens
      }
      AsyncCall<Integer> sends =
          AsyncCall.start(() -> {
            for (int i = 0; i < count; i++) {
              guest.send("" + i);
            }
            return count;
          });
      for (int i = 0; i < count; i++) {
        assertThat(box.receive(Child.PATIENCE).text()).isEqualTo("" + i);
      }
      assertThat(sends.result()).isEqualTo(count);
    }
  }

  @Test
  void what_was_sent_is_seen_by_all_at_once() throws Exception {
    try (Mailbox box = create(Receivers.ANY);
        Mailbox guest = guestOf(box);
        Mailbox other = guestOf(box)) {
      warmUp(guest, box);
      for (int i = 0; i < 300; i++) {
        guest.send("host");
        assertThat(box.tryReceive()).as("message %d", i).isNotNull();
        guest.send("guest");
        assertThat(other.tryReceive()).as("message %d", i).isNotNull();
        guest.send("look");
        assertThat((i % 2 == 0 ? box : other).occupancy().depth()).isOne();
        assertThat(guest.tryReceive().text()).isEqualTo("look");
      }
    }
  }

  @Test
  void messages_come_as_they_were_sent_by_any_sender() throws Exception {
    Random random = new Random(7);
    try (Mailbox box = create(Receivers.ANY);
        Mailbox guest = guestOf(box);
        Mailbox other = guestOf(box)) {
      List<Mailbox> senders = List.of(guest, other, guest, box);
      int sent = 0;
      int received = 0;
      while (sent < 6000) {
        Mailbox sender = senders.get(random.nextInt(senders.size()));
        for (int run = random.nextInt(1, 60); run > 0; run--) {
          sender.send("" + sent++);
          if (sent - received == CAPACITY) {
            assertThat(box.receive(Child.PATIENCE).text()).isEqualTo("" + received++);
          }
        }
      }
      while (received < sent) {
        assertThat(box.receive(Child.PATIENCE).text()).isEqualTo("" + received++);
      }
    }
  }

  @Test
  void capacity_is_exact_whoever_fills_it() throws Exception {
    try (Mailbox box = create(Receivers.ANY);
        Mailbox guest = guestOf(box);
        Mailbox other = guestOf(box)) {
      for (Mailbox filler : List.of(guest, other, box)) {
        warmUp(guest, box);
        guest.send("first");
        assertThat(fill(filler)).isEqualTo(CAPACITY - 1);
        assertThat(box.occupancy().room()).isZero();
        AsyncCall<?> waits = AsyncCall.run(() -> guest.send("last")).awaitAsleep();
        assertThat(other.tryReceive().text()).isEqualTo("first");
        waits.result();
        assertThat(drain(box)).hasSize(CAPACITY).endsWith("last");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:@stream-NAME", "tcp://127.0.0.1:0"})
  void sends_that_are_not_waited_for_keep_their_order_and_are_told(String where) throws Exception {
    try (Mailbox box = Mailbox.named(where.replace("NAME", TestNamespace.name("async"))).create();
        Mailbox guest = guestOf(box)) {
      int count = 5000;
      List<CompletableFuture<Receipt>> told = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        told.add(guest.sendAsync(ByteBuffer.allocate(4).putInt(i).array(), Sending.PLAIN));
      }
      for (int i = 0; i < count; i++) {
        assertThat(ByteBuffer.wrap(box.receive(Child.PATIENCE).bytes()).getInt()).isEqualTo(i);
      }
      for (CompletableFuture<Receipt> one : told) {
        assertThat(Eventually.result(one).outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);
      }
    }
  }

  private static long count(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    return bytes.length < Long.BYTES ? 0 : ByteBuffer.wrap(bytes).getLong();
  }

  /// A guest notes behind each send how many there were: all of them are there after its death, and
  /// perhaps the one that it was about to send.
  @Test
  void what_a_killed_guest_has_sent_is_there() throws Exception {
    Path counted = directory.resolve("count");
    try (Mailbox box = create(Receivers.ANY);
        Child guest =
            Child.java(GuestRole.class, "stream", box.address().toString(), counted.toString())) {
      guest.await("streams");
      long received = 0;
      while (received < 3000) {
        assertThat(box.receive(Child.PATIENCE).text()).isEqualTo("" + received++);
      }
      guest.signal("STOP");
      // It may have room on loan, which it gives back to no one: others go on all the same.
      while (!box.trySend("between")) {
        assertThat(box.receive(Child.PATIENCE).text()).isEqualTo("" + received++);
      }
      guest.kill();
      guest.awaitEnd();
      Eventually.holds(() -> alive(box) == 1);
      List<String> rest = drain(box);
      assertThat(rest).contains("between");
      rest.remove("between");
      for (String next : rest) {
        assertThat(next).isEqualTo("" + received++);
      }
      assertThat(received).isBetween(count(counted), count(counted) + 1);
    }
  }

  private static long alive(Mailbox box) {
    return java.util.Objects.requireNonNull(box.status().details()).participants().stream()
        .filter(dure.MailboxStatus.Participant::alive)
        .count();
  }

  @Test
  void a_sender_is_told_of_its_hosts_death_and_so_are_those_it_did_not_wait_for() throws Exception {
    String address = "unix:@" + TestNamespace.name("gone");
    try (Child host = Child.java(GuestRole.class, "host", address)) {
      host.await("listens");
      try (Mailbox guest = Mailbox.open(address)) {
        warmUp(guest, guest);
        host.signal("STOP");
        CompletableFuture<Receipt> untold = guest.sendAsync(new byte[1], Sending.PLAIN);
        AsyncCall<?> sends =
            AsyncCall.run(() -> {
              while (true) {
                guest.send("more");
              }
            });
        sends.awaitAsleep();
        host.kill();
        assertThatThrownBy(sends::result).hasCauseInstanceOf(OwnerGoneException.class);
        assertThatThrownBy(() -> Eventually.result(untold))
            .hasCauseInstanceOf(OwnerGoneException.class);
        assertThatThrownBy(() -> guest.send("late")).isInstanceOf(OwnerGoneException.class);
      }
    }
  }

  /// A sender waits for a host that does not read, and an interrupt ends the wait.
  @Test
  void an_interrupt_ends_a_wait_for_a_host_that_is_stopped() throws Exception {
    String address = "unix:@" + TestNamespace.name("slow");
    try (Child host = Child.java(GuestRole.class, "host", address)) {
      host.await("listens");
      try (Mailbox guest = Mailbox.open(address)) {
        warmUp(guest, guest);
        host.signal("STOP");
        int[] sent = new int[1];
        AsyncCall<?> sends =
            AsyncCall.run(() -> {
              while (true) {
                guest.send("" + sent[0]);
                sent[0]++;
              }
            });
        sends.awaitAsleep();
        sends.interrupt();
        assertThatThrownBy(sends::result).hasCauseInstanceOf(InterruptedException.class);
        host.signal("CONT");
        for (int i = 0; i < sent[0]; i++) {
          assertThat(guest.receive(Child.PATIENCE).text()).isEqualTo("" + i);
        }
        assertThat(guest.receive(Duration.ofMillis(1))).isNull();
      }
    }
  }
}
