// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.Claim;
import dure.Mailbox;
import dure.MailboxExistsException;
import dure.Message;
import dure.MessageTooLargeException;
import dure.NoSuchMailboxException;
import dure.Receivers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The forms of sending and receiving, in one process: what is between processes has tests of its
/// own.
class MailboxTest extends Boxes {
  private static final Duration MOMENT = Duration.ofMillis(30);

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void capacity_is_exact_and_full_and_empty_are_values(Receivers receivers) throws Exception {
    for (int capacity : new int[] {1, 2, 10, 100}) {
      try (Mailbox box = box().receivers(receivers).capacity(Capacity.bounded(capacity)).create()) {
        for (int i = 0; i < capacity; i++) {
          assertThat(box.trySend("m" + i)).isTrue();
        }
        assertThat(box.trySend("too many")).isFalse();
        assertThat(box.send("too many", MOMENT)).isFalse();
        assertThat(box.tryClaim(1)).isNull();
        assertThat(box.claim(1, MOMENT)).isNull();
        for (int i = 0; i < capacity; i++) {
          assertThat(box.receive().text()).isEqualTo("m" + i);
        }
        assertThat(box.tryReceive()).isNull();
        assertThat(box.receive(MOMENT)).isNull();
        assertThat(box.tryReceiveInPlace(m -> {})).isFalse();
        assertThat(box.receiveInPlace(m -> {}, MOMENT)).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void every_length_up_to_the_message_size_arrives_whole(Receivers receivers) throws Exception {
    try (Mailbox box = box().receivers(receivers).messageSize(1000).create();
        Arena arena = Arena.ofConfined()) {
      for (int length = 0; length <= 1000; length += length < 120 ? 1 : 97) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
          bytes[i] = (byte) (i + length);
        }
        box.send(bytes);
        assertThat(box.receive().bytes()).isEqualTo(bytes);
        box.send(MemorySegment.ofArray(bytes));
        MemorySegment buffer = arena.allocate(1000);
        assertThat(box.receiveInto(buffer)).isEqualTo(length);
        assertThat(buffer.asSlice(0, length).mismatch(MemorySegment.ofArray(bytes))).isEqualTo(-1);
      }
      assertThatThrownBy(() -> box.send(new byte[1001]))
          .isInstanceOf(MessageTooLargeException.class)
          .hasMessageContaining("1001 bytes")
          .hasMessageContaining("1000");
      assertThat(box.tryReceive()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void a_message_of_hundreds_of_mebibytes_passes(Receivers receivers) throws Exception {
    long size = 300L << 20;
    try (Mailbox box =
        box().receivers(receivers).capacity(Capacity.bounded(1)).messageSize(size).create()) {
      Claim claim = box.claim(size);
      claim.putLong(0, 42).putLong(size - 8, 43).publish();
      box.receiveInPlace(m -> {
        assertThat(m.size()).isEqualTo(size);
        assertThat(m.getLong(0) + m.getLong(size - 8)).isEqualTo(85);
      });
    }
  }

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void claims_are_written_in_place(Receivers receivers) throws Exception {
    try (Mailbox box = box().receivers(receivers).create()) {
      try (Claim claim = box.claim(40)) {
        claim.putByte(0, (byte) 1).putInt(1, 2).putLong(5, 3).putDouble(13, 4.5);
        claim.put(21, new byte[] {9, 8, 7, 6}, 1, 2);
        claim.publish(23);
      }
      box.receiveInPlace(m -> {
        assertThat(m.size()).isEqualTo(23);
        assertThat(m.getByte(0)).isEqualTo((byte) 1);
        assertThat(m.getInt(1)).isEqualTo(2);
        assertThat(m.getLong(5)).isEqualTo(3);
        assertThat(m.getDouble(13)).isEqualTo(4.5);
        assertThat(m.segment().asSlice(21).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE))
            .containsExactly(8, 7);
        assertThatThrownBy(() -> m.getByte(23)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> m.getLong(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(
                () -> m.segment().set(java.lang.foreign.ValueLayout.JAVA_BYTE, 0, (byte) 0))
            .isInstanceOf(IllegalArgumentException.class);
      });
      box.claim(10).close(); // abandoned
      assertThat(box.tryReceive()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void claims_and_messages_cannot_be_used_when_they_are_finished_with(Receivers receivers)
      throws Exception {
    try (Mailbox box = box().receivers(receivers).create()) {
      Claim claim = box.claim(8);
      assertThatThrownBy(() -> claim.putByte(8, (byte) 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> claim.publish(9)).isInstanceOf(IndexOutOfBoundsException.class);
      Thread other =
          Thread.ofPlatform()
              .start(() ->
                  assertThatThrownBy(claim::publish).isInstanceOf(IllegalStateException.class));
      other.join();
      claim.publish();
      assertThatThrownBy(() -> claim.putLong(0, 1)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(claim::publish).isInstanceOf(IllegalStateException.class);
      claim.close(); // does nothing
      List<Message> kept = new ArrayList<>();
      box.receiveInPlace(kept::add);
      assertThatThrownBy(() -> kept.getFirst().getLong(0))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> kept.getFirst().bytes()).isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void a_handler_that_throws_gives_the_message_back(Receivers receivers) throws Exception {
    try (Mailbox box = box().receivers(receivers).create()) {
      box.send("work");
      for (int again = 0; again < 3; again++) {
        int expected = again;
        assertThatThrownBy(() ->
                box.receiveInPlace(m -> {
                  assertThat(m.redelivered()).isEqualTo(expected);
                  throw new java.io.IOException("disk full");
                }))
            .isInstanceOf(java.io.IOException.class);
      }
      Message at_last = box.receive();
      assertThat(at_last.text()).isEqualTo("work");
      assertThat(at_last.redelivered()).isEqualTo(3);
      assertThat(box.tryReceive()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void each_of_several_is_done_before_the_next(Receivers receivers) throws Exception {
    try (Mailbox box =
        box().receivers(receivers).listening().capacity(Capacity.bounded(5)).create()) {
      List<String> got = new ArrayList<>();
      assertThat(box.tryReceiveEach(m -> got.add(m.text()), 3)).isZero();
      assertThat(box.receiveEach(m -> got.add(m.text()), 3, MOMENT)).isZero();
      for (String text : List.of("a", "b", "c", "d", "e")) {
        box.send(text);
      }
      assertThat(box.receiveEach(m -> got.add(m.text()), 2)).isEqualTo(2);
      assertThatThrownBy(() ->
              box.receiveEach(
                  m -> {
                    got.add(m.text());
                    if (m.text().equals("d")) {
                      throw new java.io.IOException("disk full");
                    }
                  },
                  10))
          .isInstanceOf(java.io.IOException.class);
      assertThat(got).containsExactly("a", "b", "c", "d");
      assertThat(box.tryReceiveEach(m -> got.add(m.text() + m.redelivered()), 10)).isEqualTo(2);
      assertThat(got).containsExactly("a", "b", "c", "d", "d1", "e0");
      assertThat(box.tryReceive()).isNull();
      assertThatThrownBy(() -> box.receiveEach(m -> {}, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void a_message_too_long_for_the_buffer_stays(Receivers receivers) throws Exception {
    try (Mailbox box = box().receivers(receivers).create()) {
      box.send(new byte[100]);
      assertThatThrownBy(() -> box.receiveInto(MemorySegment.ofArray(new byte[99])))
          .isInstanceOf(MessageTooLargeException.class)
          .hasMessageContaining("100");
      assertThat(box.receiveInto(MemorySegment.ofArray(new byte[100]))).isEqualTo(100);
      assertThat(box.tryReceiveInto(MemorySegment.ofArray(new byte[100]))).isEqualTo(-1);
      assertThat(box.receiveInto(MemorySegment.ofArray(new byte[100]), MOMENT)).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void a_handler_may_use_the_mailbox(Receivers receivers) throws Exception {
    try (Mailbox box = box().receivers(receivers).capacity(Capacity.bounded(3)).create()) {
      box.send("one");
      box.receiveInPlace(m -> {
        assertThat(box.trySend("two")).isTrue();
        if (receivers == Receivers.PAIR || receivers == Receivers.ALL) {
          assertThatThrownBy(box::tryReceive)
              .as("each receiver gets one message at a time")
              .isInstanceOf(IllegalStateException.class);
        } else {
          assertThat(Objects.requireNonNull(box.tryReceive()).text()).isEqualTo("two");
        }
        assertThat(m.text()).isEqualTo("one");
      });
    }
  }

  @Test
  void create_is_exclusive_and_open_or_create_is_not() throws Exception {
    String name = name();
    assertThatThrownBy(() -> Mailbox.open(name)).isInstanceOf(NoSuchMailboxException.class);
    try (Mailbox box = Mailbox.openOrCreate(name)) {
      assertThatThrownBy(() -> Mailbox.create(name)).isInstanceOf(MailboxExistsException.class);
      try (Mailbox same = Mailbox.openOrCreate(name)) {
        box.send("hello");
        assertThat(same.receive().text()).isEqualTo("hello");
        assertThat(same.settings()).isEqualTo(box.settings());
      }
    }
    Mailbox.delete(name);
    assertThatThrownBy(() -> Mailbox.delete(name)).isInstanceOf(NoSuchMailboxException.class);
  }

  @Test
  void a_system_mailbox_keeps_its_messages_when_nobody_has_it_open() throws Exception {
    String name = name();
    try (Mailbox box = Mailbox.create(name)) {
      box.send("later");
    }
    try (Mailbox box = Mailbox.open(name)) {
      assertThat(box.receive().text()).isEqualTo("later");
    }
  }

  @Test
  void the_third_at_a_pair_is_refused() throws Exception {
    String name = name();
    try (Mailbox first = Mailbox.named(name).receivers(Receivers.PAIR).create();
        Mailbox second = Mailbox.open(name)) {
      assertThatThrownBy(() -> Mailbox.open(name))
          .isInstanceOf(dure.LinkTakenException.class)
          .hasMessageContaining("pair");
      first.send("a");
      assertThatThrownBy(() -> second.trySend("b")).isInstanceOf(dure.LinkTakenException.class);
      assertThat(second.receive().text()).isEqualTo("a");
    }
    try (Mailbox third = Mailbox.open(name)) {
      assertThat(third.trySend("both have left")).isTrue();
    }
  }
}
