// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.Delivery;
import dure.Mailbox;
import dure.OutOfSharedMemoryException;
import dure.Receipt;
import dure.Sending;
import dure.Until;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// How an unbounded mailbox grows and shrinks, within one process. That it holds between processes
/// is the conformance tests' business.
class UnboundedTest extends Boxes {

  private static long bytes(Mailbox box) {
    return Objects.requireNonNull(box.status().details()).bytes();
  }

  @Test
  void an_unbounded_mailbox_grows_and_gives_back() throws Exception {
    try (Mailbox box = box().capacity(Capacity.unbounded()).create()) {
      long empty = bytes(box);
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 40_000; i++) {
          box.send("message " + i);
        }
        box.send("long ".repeat(10_000));
        assertThat(bytes(box)).isGreaterThan(empty + 40_000 * 128);
        assertThat(depth(box)).isEqualTo(40_001);
        assertThat(box.occupancy().room()).isEqualTo(Long.MAX_VALUE);
        for (int i = 0; i < 40_000; i++) {
          assertThat(box.receive().text()).isEqualTo("message " + i);
        }
        assertThat(box.receive().size()).isEqualTo(50_000);
        assertThat(box.tryReceive()).isNull();
        assertThat(bytes(box)).isLessThan(empty + 3 * 512 * 128 + 200_000);
      }
      assertThat(counters(box).received()).isEqualTo(3 * 40_001);
    }
  }

  @Test
  void an_unbounded_mailbox_ends_at_its_limit_and_loses_nothing() throws Exception {
    try (Mailbox box = box().capacity(Capacity.unbounded(2 << 20)).create()) {
      byte[] message = new byte[30_000];
      for (int round = 0; round < 3; round++) {
        int sent = 0;
        while (box.trySend(message)) {
          sent++;
        }
        assertThat(sent).isBetween(40, 70);
        assertThatThrownBy(() -> box.send(message))
            .isInstanceOf(OutOfSharedMemoryException.class)
            .hasMessageContaining("higher limit");
        for (int i = 0; i < sent; i++) {
          assertThat(box.receive().size()).isEqualTo(message.length);
        }
        assertThat(box.tryReceive()).isNull();
        for (int i = 0; i < 2000; i++) { // past the segments that hold the memory
          box.send("x");
          box.receive();
        }
      }
    }
  }

  @Test
  void an_unbounded_mailbox_keeps_a_long_delivery() throws Exception {
    try (Mailbox box = box().capacity(Capacity.unbounded()).create()) {
      box.send("kept");
      Delivery kept = box.receiveDelivery();
      for (int i = 0; i < 5000; i++) {
        box.send("m" + i);
        assertThat(box.receive().text()).isEqualTo("m" + i);
      }
      kept.giveBack();
      assertThat(box.receive().text()).isEqualTo("kept");
      assertThat(box.tryReceive()).isNull();
    }
  }

  @Test
  void what_was_taken_back_takes_no_memory() throws Exception {
    try (Mailbox box = box().capacity(Capacity.unbounded(2 << 20)).create()) {
      byte[] message = new byte[30_000];
      for (int i = 0; i < 300; i++) {
        assertThat(box.tryTransfer(message)).isFalse();
        assertThat(box.transfer(message, Duration.ZERO)).isFalse();
        box.claim(message.length).close();
        assertThat(box.send(message, Sending.until(Until.RECEIVED).within(Duration.ofNanos(1))))
            .extracting(Receipt::outcome)
            .isEqualTo(Receipt.Outcome.NOT_SENT);
      }
      assertThat(box.trySend(message)).isTrue();
    }
  }

  @Test
  void without_a_limit_it_has_none() throws Exception {
    try (Mailbox box = box().capacity(Capacity.unbounded(Long.MAX_VALUE)).create()) {
      box.send("m".repeat(1000));
      assertThat(box.receive().size()).isEqualTo(1000);
    }
  }
}
