// SPDX-License-Identifier: Apache-2.0
package dure.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.Claim;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.Order;
import dure.Receivers;
import dure.codec.Codecs;
import dure.testkit.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An element is refused only where there is no room for it, and a queue is empty-handed only where
/// no element lies there.
class NoRefusalTest extends QueuesOfTests {
  private static final int THREADS = 3;
  private static final int EACH = 5_000;

  /// As small as it may be: in order of arrival, room comes back in its turn.
  private static MailboxBuilder box(String kind) {
    MailboxBuilder box = box().messageSize(64);
    return switch (kind) {
      case "unbounded" -> box.capacity(Capacity.unbounded());
      case "pair" -> box.capacity(Capacity.bounded(THREADS)).receivers(Receivers.PAIR);
      case "one" -> box.capacity(Capacity.bounded(1024)).receivers(Receivers.ONE);
      case "number" -> box.capacity(Capacity.bounded(THREADS)).order(Order.NUMBER);
      case "priority" -> box.capacity(Capacity.bounded(THREADS)).order(Order.PRIORITY);
      default -> box.capacity(Capacity.bounded(1024));
    };
  }

  /// Each thread puts an element in and takes one out: so there is always room for one that a
  /// thread puts in, and always one there that a thread takes out.
  @ParameterizedTest
  @ValueSource(strings = {"any", "one", "pair", "unbounded", "number", "priority"})
  void no_offer_is_refused_and_no_poll_comes_back_empty(String kind) throws Exception {
    try (Mailbox box = box(kind).create()) {
      MailboxQueue<Long> queue = new MailboxQueue<>(box.typed(Codecs.LONG));
      AtomicLong refused = new AtomicLong();
      AtomicLong empty = new AtomicLong();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  for (long i = 0; i < Volume.of(EACH); i++) {
                    while (!queue.offer(i)) {
                      refused.incrementAndGet();
                    }
                    while (queue.poll() == null) {
                      empty.incrementAndGet();
                    }
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(refused).as("refused").hasValue(0);
      assertThat(empty).as("empty").hasValue(0);
      assertThat(queue).isEmpty();
    }
  }

  /// A claim that another thread keeps open stands before messages that were accepted.
  @ParameterizedTest
  @ValueSource(strings = {"any", "one", "unbounded", "number", "priority"})
  void what_lies_behind_an_open_claim_is_found(String kind) throws Exception {
    try (Mailbox box = box(kind).patience(Duration.ofHours(1)).create();
        Claim open = box.claim(8)) {
      box.send("b");
      assertThat(box.tryReceive()).isNotNull();
      box.send("c");
      assertThat(box.receive(Duration.ofMillis(1))).isNotNull();
      MailboxQueue<String> queue = new MailboxQueue<>(box.typed(Codecs.TEXT));
      queue.add("d");
      assertThat(queue.drainTo(new ArrayList<>())).isEqualTo(1);
      queue.add("e");
      queue.clear();
      assertThat(queue.peek()).isNull();
      open.putLong(0, 1).publish();
      assertThat(box.receive().getLong(0)).isOne();
    }
  }

  /// A thread at the other end of a pair has it for the time of a message only.
  @Test
  void a_pair_refuses_no_thread_that_another_is_quicker_than() throws Exception {
    try (Mailbox box = box("pair").create()) {
      Claim open = box.claim(8);
      Thread other = Thread.ofPlatform().start(() -> assertThat(box.trySend("not now")).isFalse());
      other.join();
      open.close();
      Thread next = Thread.ofPlatform().start(() -> assertThat(box.trySend("now")).isTrue());
      next.join();
      assertThat(box.receive().text()).isEqualTo("now");
    }
  }
}
