// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.Choice;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.MailboxSet;
import dure.MailboxStatus.Details;
import dure.Message;
import dure.MessageHandler;
import dure.MessageTooLargeException;
import dure.NoSuchMailboxException;
import dure.Occupancy;
import dure.Owner;
import dure.OwnerGoneException;
import dure.Receivers;
import dure.Sending;
import dure.Waiting;
import dure.WhenFull;
import dure.testkit.AsyncCall;
import dure.testkit.Eventually;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Listening without taking part, within one process.
class ReadOnlyTest extends Boxes {
  private static final int CAPACITY = 4;

  private final String name = name();

  private MailboxBuilder lossy() {
    return Mailbox.named(name)
        .receivers(Receivers.ALL)
        .whenFull(WhenFull.DROP_OLDEST)
        .capacity(Capacity.bounded(CAPACITY))
        .messageSize(200);
  }

  private Mailbox reader() {
    return Mailbox.named(name).readOnly().open();
  }

  private static Details details(Mailbox box) {
    return Objects.requireNonNull(box.status().details());
  }

  @Test
  void it_gets_what_is_sent_from_then_on_in_every_form() throws Exception {
    try (Mailbox sender = lossy().create();
        Arena arena = Arena.ofConfined()) {
      sender.send("before");
      try (Mailbox reader = reader()) {
        assertThat(reader.tryReceive()).isNull();
        assertThat(reader.receive(Duration.ofMillis(5))).isNull();
        sender.send("a");
        Message first = reader.receive();
        assertThat(first.text()).isEqualTo("a");
        assertThat(first.position()).isEqualTo(1);
        assertThat(first.sender()).isEqualTo(details(sender).participants().getFirst().id());
        sender.send("b");
        assertThat(Objects.requireNonNull(reader.tryReceive()).text()).isEqualTo("b");
        sender.send("c");
        assertThat(Objects.requireNonNull(reader.receive(Choice.NEXT)).text()).isEqualTo("c");
        MemorySegment buffer = arena.allocate(200);
        sender.send("long ".repeat(30));
        assertThat(reader.receiveInto(buffer)).isEqualTo(150);
        assertThat(buffer.get(ValueLayout.JAVA_BYTE, 149)).isEqualTo((byte) ' ');
        assertThat(reader.tryReceiveInto(buffer)).isEqualTo(-1);
        List<String> inPlace = new ArrayList<>();
        sender.send("d");
        reader.receiveInPlace(message -> inPlace.add(message.text()));
        assertThat(reader.tryReceiveInPlace(message -> inPlace.add(message.text()))).isFalse();
        assertThat(inPlace).containsExactly("d");
        sender.send("e");
        sender.send("f");
        assertThat(reader.receive(2, 9, null)).extracting(Message::text).containsExactly("e", "f");
      }
    }
  }

  @Test
  void nobody_knows_of_it() throws Exception {
    try (Mailbox sender = lossy().participants(1).create();
        Mailbox reader = reader();
        Mailbox another = reader()) {
      sender.send("m");
      assertThat(reader.receive().text()).isEqualTo("m");
      assertThat(another.receive().text()).isEqualTo("m");
      assertThat(details(sender).participants()).hasSize(1);
      assertThat(details(sender)).isEqualTo(details(reader));
      assertThat(reader.settings()).isEqualTo(sender.settings());
      assertThat(reader.occupancy())
          .isEqualTo(sender.occupancy())
          .isEqualTo(new Occupancy(0, CAPACITY, 0));
    }
  }

  @Test
  void it_is_told_what_it_missed() throws Exception {
    try (Mailbox sender = lossy().create();
        Mailbox reader = reader()) {
      for (int i = 0; i < 11; i++) {
        sender.send("m" + i);
      }
      Message first = reader.receive();
      assertThat(first.text()).isEqualTo("m7");
      assertThat(first.missed()).isEqualTo(7);
      for (String next : List.of("m8", "m9", "m10")) {
        Message message = reader.receive();
        assertThat(message.text()).isEqualTo(next);
        assertThat(message.missed()).isZero();
      }
      assertThat(reader.tryReceive()).isNull();
      assertThat(counters(sender).dropped()).as("by those who take part").isZero();
    }
  }

  /// Each message holds its own number, everywhere, and takes so long to copy that the sender comes
  /// round meanwhile.
  @Test
  void nothing_is_torn_and_every_message_is_got_or_missed() throws Exception {
    int all = 30_000;
    int bytes = 1 << 16;
    try (Mailbox sender = lossy().capacity(Capacity.bounded(2)).messageSize(bytes).create();
        Mailbox reader = reader()) {
      FutureTask<Void> sending =
          new FutureTask<>(() -> {
            int[] numbers = new int[bytes / 4];
            MemorySegment message = MemorySegment.ofArray(numbers);
            for (int i = 0; i < all; i++) {
              Arrays.fill(numbers, i);
              sender.send(message);
            }
            return null;
          });
      Thread _ = Thread.ofPlatform().start(sending);
      int[] next = new int[1];
      while (next[0] < all) {
        reader.receiveInPlace(message -> {
          next[0] += (int) message.missed();
          for (int at = 0; at < bytes; at += 1024) {
            if (message.getInt(at) != next[0]) {
              throw new AssertionError(message.getInt(at) + " at " + at + ", not " + next[0]);
            }
          }
          next[0]++;
        });
      }
      Eventually.result(sending);
      assertThat(next[0]).isEqualTo(all);
    }
  }

  @Test
  void what_came_to_nothing_comes_again() throws Exception {
    try (Mailbox sender = lossy().create();
        Mailbox reader = reader();
        Arena arena = Arena.ofConfined()) {
      sender.send("again");
      assertThatThrownBy(() -> reader.receiveInto(arena.allocate(2)))
          .isInstanceOf(MessageTooLargeException.class);
      MessageHandler<IOException> failing =
          message -> {
            throw new IOException(message.text());
          };
      assertThatThrownBy(() -> reader.receiveInPlace(failing)).hasMessage("again");
      Message third = reader.receive();
      assertThat(third.text()).isEqualTo("again");
      assertThat(third.redelivered()).isEqualTo(2);
      assertThat(reader.tryReceive()).isNull();
    }
  }

  @Test
  void where_receiving_writes_it_is_refused() {
    for (MailboxBuilder builder :
        List.of(
            Mailbox.named(name).receivers(Receivers.ALL),
            Mailbox.named(name).whenFull(WhenFull.DROP_OLDEST),
            Mailbox.named(name).receivers(Receivers.PAIR))) {
      builder.create().close();
      assertThatIllegalArgumentException()
          .isThrownBy(this::reader)
          .withMessageContainingAll("'" + name + "'", "read-only", "'all'", "'drop-oldest'");
      Mailbox.delete(name);
    }
    assertThatThrownBy(this::reader).isInstanceOf(NoSuchMailboxException.class);
    for (ThrowingCallable creation :
        List.<ThrowingCallable>of(lossy().readOnly()::create, lossy().readOnly()::openOrCreate)) {
      assertThatIllegalArgumentException()
          .isThrownBy(creation)
          .withMessageContaining("cannot be created for reading only");
    }
    assertThatThrownBy(this::reader).isInstanceOf(NoSuchMailboxException.class);
  }

  @Test
  void what_would_have_to_write_is_refused() {
    byte[] bytes = "m".getBytes(UTF_8);
    MemorySegment segment = MemorySegment.ofArray(bytes);
    Duration soon = Duration.ofMillis(1);
    try (Mailbox _ = lossy().create();
        Mailbox reader = reader()) {
      List<ThrowingCallable> writing =
          List.of(
              () -> reader.send("m"),
              () -> reader.send("m", soon),
              () -> reader.trySend("m"),
              () -> reader.send(segment),
              () -> reader.send(segment, soon),
              () -> reader.trySend(segment),
              () -> reader.send(bytes, Sending.PLAIN),
              () -> reader.send(segment, Sending.PLAIN),
              () -> reader.transfer(bytes),
              () -> reader.transfer(bytes, soon),
              () -> reader.tryTransfer(bytes),
              () -> reader.claim(1),
              () -> reader.claim(1, soon),
              () -> reader.tryClaim(1),
              reader::untaken,
              reader::receiveDelivery,
              () -> reader.receiveDelivery(soon),
              reader::tryReceiveDelivery);
      for (ThrowingCallable call : writing) {
        assertThatThrownBy(call)
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessageContainingAll("'" + name + "'", "read only", "open it without readOnly()");
      }
      assertThat(reader.sendAsync(bytes, Sending.PLAIN).exceptionNow())
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> reader.receive(Choice.number(1)))
          .withMessageContaining("no numbers");
      assertThatIllegalArgumentException().isThrownBy(() -> MailboxSet.of(reader));
    }
  }

  /// A call of a kind of thread that waits at a reader; it sleeps unless it spins.
  private static AsyncCall<?> waits(Mailbox reader, boolean virtual, Waiting waiting) {
    AsyncCall<?> call = AsyncCall.run(virtual, reader::receive);
    return waiting == Waiting.SPIN ? call : call.awaitAsleep();
  }

  @ParameterizedTest
  @EnumSource(Waiting.class)
  void whoever_waits_gets_a_message_and_is_told_of_the_end(Waiting waiting) throws Exception {
    for (boolean virtual : new boolean[] {false, true}) {
      try (Mailbox sender = lossy().create();
          Mailbox reader = Mailbox.named(name).readOnly().waiting(waiting).open()) {
        AsyncCall<?> received = waits(reader, virtual, waiting);
        sender.send("m");
        received.result();
        AsyncCall<?> deleted = waits(reader, virtual, waiting);
        Mailbox.delete(name);
        assertThat(deleted.failure()).isInstanceOf(MailboxDeletedException.class);
        assertThatThrownBy(reader::tryReceive).isInstanceOf(MailboxDeletedException.class);
      }
      try (Mailbox _ = lossy().create();
          Mailbox reader = Mailbox.named(name).readOnly().waiting(waiting).open()) {
        AsyncCall<?> closed = waits(reader, virtual, waiting);
        reader.close();
        reader.close();
        assertThat(closed.failure()).isInstanceOf(MailboxClosedException.class);
        for (ThrowingCallable use :
            List.<ThrowingCallable>of(
                reader::receive, reader::tryReceive, reader::status, reader::occupancy)) {
          assertThatThrownBy(use).isInstanceOf(MailboxClosedException.class);
        }
      }
      Mailbox.delete(name);
    }
  }

  @Test
  void interruption_and_deadlines_end_a_wait() throws Exception {
    try (Mailbox _ = lossy().create();
        Mailbox reader = reader()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(reader::receive).isInstanceOf(InterruptedException.class);
      for (int millis : new int[] {-5, 0, 1, 20}) {
        Duration within = Duration.ofMillis(millis);
        long began = System.nanoTime();
        assertThat(reader.receive(within)).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(within);
      }
    }
  }

  @Test
  void the_mailbox_of_a_process_is_read_through_its_door_and_ends_with_it() throws Exception {
    Mailbox owner = lossy().owner(Owner.PROCESS).create();
    try (Mailbox reader = reader()) {
      owner.send("m");
      assertThat(reader.receive().text()).isEqualTo("m");
      AsyncCall<?> waits = waits(reader, false, Waiting.ADAPTIVE);
      owner.close();
      assertThat(waits.failure()).isInstanceOf(OwnerGoneException.class);
      assertThatThrownBy(reader::occupancy).isInstanceOf(OwnerGoneException.class);
    }
  }

  /// Threads in the middle of a thousand calls, one of them over its messages in place, while
  /// another closes the handle.
  @Test
  void closing_under_threads_at_work_is_safe() throws Exception {
    try (Mailbox sender = lossy().create()) {
      for (int round = 0; round < 60; round++) {
        Mailbox reader = reader();
        AtomicInteger received = new AtomicInteger();
        List<AsyncCall<?>> busy = new ArrayList<>();
        for (boolean virtual : new boolean[] {false, true}) {
          busy.add(
              AsyncCall.run(
                  virtual,
                  () -> {
                    while (true) {
                      reader.receiveInPlace(message -> {
                        assertThat(message.size()).isEqualTo(150);
                        received.incrementAndGet();
                      });
                    }
                  }));
        }
        int enough = 5 * round;
        Eventually.holds(() -> {
          for (int i = 0; i < 100; i++) {
            sender.send("0123456789".repeat(15));
          }
          return received.get() >= enough;
        });
        reader.close();
        for (AsyncCall<?> task : busy) {
          assertThat(task.failure()).isInstanceOf(MailboxClosedException.class);
        }
      }
    }
  }

  @Test
  void its_threads_share_what_comes() throws Exception {
    Set<Integer> received = new ConcurrentSkipListSet<>();
    try (Mailbox sender = lossy().capacity(Capacity.bounded(1000)).create();
        Mailbox reader = reader()) {
      List<AsyncCall<?>> sharing = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        sharing.add(
            AsyncCall.run(
                t == 0,
                () -> {
                  while (true) {
                    reader.receiveInPlace(
                        message -> assertThat(received.add(message.getInt(0))).isTrue());
                  }
                }));
      }
      MemorySegment message = MemorySegment.ofArray(new int[1]);
      for (int i = 0; i < 1000; i++) {
        message.set(ValueLayout.JAVA_INT_UNALIGNED, 0, i);
        sender.send(message);
      }
      Eventually.holds(() -> {
        assertThat(sharing).noneMatch(AsyncCall::isDone);
        return received.size() == 1000;
      });
      reader.close();
      for (AsyncCall<?> task : sharing) {
        assertThat(task.failure()).isInstanceOf(MailboxClosedException.class);
      }
    }
  }
}
