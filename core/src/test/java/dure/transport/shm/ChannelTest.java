// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Channel;
import dure.Deadline;
import dure.Feature;
import dure.Mailbox;
import dure.MailboxDeletedException;
import dure.Message;
import dure.MessageTooLargeException;
import dure.Payload;
import dure.Receivers;
import dure.Sending;
import dure.Until;
import dure.WhenFull;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a channel does by itself, beneath the forms of the mailbox.
class ChannelTest extends Boxes {
  private static final byte[] TEN = "0123456789".getBytes(UTF_8);

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void a_message_longer_than_the_room_is_refused_by_the_channel_itself(Receivers receivers) {
    try (Mailbox box = Mailbox.named(name()).receivers(receivers).messageSize(9).create()) {
      Channel channel = box.channel();
      for (long deadline : new long[] {Deadline.NOW, Deadline.NEVER}) {
        assertThatExceptionOfType(MessageTooLargeException.class)
            .isThrownBy(() -> channel.send(TEN, Payload.ARRAY, Sending.PLAIN, deadline));
        assertThatExceptionOfType(MessageTooLargeException.class)
            .isThrownBy(() ->
                channel.send(MemorySegment.ofArray(TEN), Payload.SEGMENT, Sending.PLAIN, deadline));
        assertThatExceptionOfType(MessageTooLargeException.class)
            .isThrownBy(() -> channel.claim(10, deadline));
      }
      assertThat(box.occupancy().depth()).isZero();
    }
  }

  @Test
  void now_sends_until_received_only_to_a_receiver_that_waits() throws InterruptedException {
    try (Mailbox box = box().create()) {
      Sending handOver = Sending.until(Until.RECEIVED);
      assertThat(box.channel().send(TEN, Payload.ARRAY, handOver, Deadline.NOW))
          .isEqualTo(Channel.NOT_SENT);
      assertThat(box.occupancy().depth()).isZero();
    }
  }

  @Test
  void a_message_in_place_can_be_copied_and_kept() throws InterruptedException {
    try (Mailbox box = box().create()) {
      box.send(TEN);
      List<Message> kept = new ArrayList<>();
      byte[] buffer = new byte[12];
      box.receiveInPlace(message -> {
        kept.add(message.copy());
        message.copyTo(MemorySegment.ofArray(buffer));
      });
      assertThat(kept.getFirst().bytes()).isEqualTo(TEN);
      assertThat(kept.getFirst().copy()).isSameAs(kept.getFirst());
      assertThat(new String(buffer, UTF_8)).isEqualTo("0123456789\0\0");
    }
  }

  @Test
  void what_a_handle_lacks_is_refused_with_the_reason_it_tells() {
    String name = name();
    try (Mailbox box =
            Mailbox.named(name).receivers(Receivers.ALL).whenFull(WhenFull.DROP_OLDEST).create();
        Mailbox reader = Mailbox.named(name).readOnly().open()) {
      assertThat(Feature.values()).allMatch(box::can);
      assertThat(reader.can(Feature.SENDING)).isFalse();
      assertThat(reader.can(Feature.IN_PLACE)).isTrue();
      String reason = reader.channel().lacks().get(Feature.SENDING);
      assertThatThrownBy(() -> reader.trySend("m"))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("mailbox '" + name + "': " + reason);
    }
  }

  @Test
  void an_error_carries_its_problem_beside_the_name() {
    String name = name();
    try (Mailbox box = Mailbox.create(name)) {
      Mailbox.delete(name);
      assertThatExceptionOfType(MailboxDeletedException.class)
          .isThrownBy(box::occupancy)
          .satisfies(gone -> {
            assertThat(gone.mailbox()).isEqualTo(name);
            assertThat(gone).hasMessage("mailbox '" + name + "': " + gone.problem());
          });
    }
  }

  @Test
  void a_deadline_is_now_a_moment_or_never() {
    assertThat(Deadline.remaining(Deadline.NOW)).isZero();
    assertThat(Deadline.remaining(Deadline.NEVER)).isEqualTo(Long.MAX_VALUE);
    assertThat(Deadline.within(Deadline.NEVER)).isNull();
    assertThat(Deadline.later(Deadline.NEVER, Duration.ofDays(1))).isEqualTo(Deadline.NEVER);
    long soon = Deadline.after(Duration.ofSeconds(9));
    assertThat(Deadline.later(soon, Duration.ofSeconds(1))).isEqualTo(soon + 1_000_000_000L);
    assertThat(Deadline.remaining(Deadline.later(Deadline.NOW, Duration.ofDays(1)))).isPositive();
  }
}
