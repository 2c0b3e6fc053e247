// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Buffering;
import dure.Capacity;
import dure.Delivery;
import dure.Mailbox;
import dure.MailboxStatus;
import dure.MailboxStatus.Counters;
import dure.MailboxStatus.Participant;
import dure.Receivers;
import dure.WhenFull;
import dure.codec.DeadLetter;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a mailbox's status says has happened is what has happened.
class CountersTest extends Boxes {
  private static Participant only(Mailbox box) {
    MailboxStatus.Details details = Objects.requireNonNull(box.status().details());
    return details.participants().getFirst();
  }

  @Test
  void what_was_dropped_was_not_received() throws Exception {
    try (Mailbox box =
        box().capacity(Capacity.bounded(2)).whenFull(WhenFull.DROP_OLDEST).create()) {
      for (int i = 0; i < 5; i++) {
        box.send("m" + i);
      }
      assertThat(box.receive().text()).isEqualTo("m3");
      Counters counters = counters(box);
      assertThat(counters.sent()).isEqualTo(5);
      assertThat(counters.dropped()).isEqualTo(3);
      assertThat(counters.received()).isOne();
      assertThat(depth(box)).isOne();
    }
  }

  @Test
  void one_that_has_only_sent_what_was_dropped_has_sent() throws Exception {
    String name = name();
    try (Mailbox box =
            Mailbox.named(name)
                .capacity(Capacity.bounded(1))
                .whenFull(WhenFull.DROP_NEWEST)
                .create();
        Mailbox late = Mailbox.open(name)) {
      box.send("kept");
      late.send("dropped");
      MailboxStatus.Details details = Objects.requireNonNull(box.status().details());
      assertThat(details.participants()).allMatch(Participant::sends);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Receivers.class, mode = EnumSource.Mode.EXCLUDE, names = "ALL")
  void a_message_given_back_counts_when_it_is_handed_out_again(Receivers receivers)
      throws Exception {
    try (Mailbox box = box().receivers(receivers).create()) {
      box.send("m");
      try (Delivery _ = box.receiveDelivery()) {
        // to be given back
      }
      assertThat(counters(box).redelivered()).isZero();
      assertThat(box.receive().redelivered()).isOne();
      assertThat(counters(box).redelivered()).isOne();
      assertThat(only(box).receives()).isTrue();
    }
  }

  @Test
  void the_dead_were_received_by_nobody() throws Exception {
    try (Mailbox grave = box().create();
        Mailbox box = box().deadLetters(1, grave.address().toString()).create()) {
      box.send("m");
      try (Delivery _ = box.receiveDelivery()) {
        // to be given back
      }
      assertThat(box.tryReceive()).isNull();
      assertThat(counters(box).dead()).isOne();
      assertThat(counters(box).received()).isZero();
      assertThat(counters(box).redelivered()).isZero();
      assertThat(DeadLetter.of(grave.receive()).orElseThrow().body().text()).isEqualTo("m");
    }
  }

  @Test
  void a_rendezvous_buffers_nothing() {
    try (Mailbox box = box().capacity(Capacity.zero()).create()) {
      assertThat(box.buffering()).isEqualTo(Buffering.NONE);
      assertThat(box.status().buffering()).isEqualTo(Buffering.NONE);
    }
  }
}
