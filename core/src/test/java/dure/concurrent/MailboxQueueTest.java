// SPDX-License-Identifier: Apache-2.0
package dure.concurrent;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dure.Capacity;
import dure.CodecException;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxDeletedException;
import dure.Order;
import dure.Receivers;
import dure.Sending;
import dure.WhenFull;
import dure.codec.Codecs;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What queues of Java's promise beyond collections: waiting, interruption, hand-over, and what a
/// mailbox adds to it.
class MailboxQueueTest extends QueuesOfTests {
  private static MailboxQueue<Integer> over(Mailbox box) {
    return new MailboxQueue<>(box.typed(Codecs.INTEGER));
  }

  private static <T> T soon(Running<T> running) throws Exception {
    return Eventually.result(running.result);
  }

  private static void awaitConsumer(MailboxQueue<?> queue) throws InterruptedException {
    Eventually.holds(queue::hasWaitingConsumer);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void put_waits_for_room_and_take_for_an_element(boolean virtual) throws Exception {
    for (Receivers receivers : List.of(Receivers.PAIR, Receivers.ANY)) {
      try (Mailbox box = box().receivers(receivers).capacity(Capacity.bounded(1)).create()) {
        MailboxQueue<Integer> queue = over(box);
        Running<Integer> taking = new Running<>(virtual, queue::take);
        queue.put(1);
        assertThat(soon(taking)).isEqualTo(1);
        queue.put(2);
        assertThat(queue.offer(3)).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> queue.add(3));
        assertThat(queue.offer(3, 20, MILLISECONDS)).isFalse();
        Running<Boolean> offering = new Running<>(virtual, () -> queue.offer(3, 1000, SECONDS));
        assertThat(queue.take()).isEqualTo(2);
        assertThat(soon(offering)).isTrue();
        assertThat(queue.poll(1000, SECONDS)).isEqualTo(3);
        assertThat(queue.poll()).isNull();
        assertThat(queue.poll(20, MILLISECONDS)).isNull();
        assertThat(queue.poll(-1, SECONDS)).isNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void every_wait_can_be_interrupted_and_nothing_is_lost_by_it(boolean virtual) throws Exception {
    try (Mailbox box = box().capacity(Capacity.bounded(1)).create()) {
      MailboxQueue<Integer> queue = over(box);
      List<Callable<Object>> onEmpty = List.of(queue::take, () -> queue.poll(1000, SECONDS));
      for (Callable<Object> wait : onEmpty) {
        interrupt(virtual, wait);
      }
      queue.put(1);
      List<Callable<Object>> onFull =
          List.of(
              () -> {
                queue.put(2);
                return 0;
              },
              () -> queue.offer(2, 1000, SECONDS),
              () -> {
                queue.transfer(2);
                return 0;
              },
              () -> queue.tryTransfer(2, 1000, SECONDS));
      for (Callable<Object> wait : onFull) {
        interrupt(virtual, wait);
      }
      assertThat(queue).containsExactly(1);
    }
  }

  private static void interrupt(boolean virtual, Callable<Object> wait) {
    Running<Object> running = new Running<>(virtual, wait);
    running.thread.interrupt();
    assertThat(running.result)
        .failsWithin(Child.PATIENCE)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void null_is_no_element() {
    try (Mailbox box = box().create()) {
      MailboxQueue<Integer> queue = over(box);
      assertThatNullPointerException().isThrownBy(() -> queue.put(null));
      assertThatNullPointerException().isThrownBy(() -> queue.offer(null, 1, SECONDS));
      assertThatNullPointerException().isThrownBy(() -> queue.transfer(null));
      assertThatNullPointerException().isThrownBy(() -> queue.tryTransfer(null));
      assertThatNullPointerException().isThrownBy(() -> queue.tryTransfer(null, 1, SECONDS));
      assertThatNullPointerException().isThrownBy(() -> queue.drainTo(null));
      assertThat(queue).isEmpty();
    }
  }

  @Test
  void the_remaining_capacity_is_what_the_mailbox_has() throws Exception {
    try (Mailbox box = box().capacity(Capacity.bounded(3)).create()) {
      MailboxQueue<Integer> queue = over(box);
      assertThat(queue.remainingCapacity()).isEqualTo(3);
      queue.put(1);
      assertThat(queue.remainingCapacity()).isEqualTo(2);
      assertThat(queue.size()).isEqualTo(1);
    }
    try (Mailbox box = box().capacity(Capacity.unbounded()).create()) {
      assertThat(over(box).remainingCapacity()).isEqualTo(Integer.MAX_VALUE);
    }
    try (Mailbox box = box().capacity(Capacity.zero()).create()) {
      assertThat(over(box).remainingCapacity()).isZero();
    }
  }

  @Test
  void a_queue_is_drained() {
    try (Mailbox box = box().create()) {
      MailboxQueue<Integer> queue = over(box);
      queue.addAll(List.of(1, 2, 3, 4, 5));
      List<Integer> into = new ArrayList<>();
      assertThat(queue.drainTo(into, 2)).isEqualTo(2);
      assertThat(queue.drainTo(into, 0)).isZero();
      assertThat(queue.drainTo(into)).isEqualTo(3);
      assertThat(into).containsExactly(1, 2, 3, 4, 5);
      assertThat(queue.drainTo(into)).isZero();
      assertThatIllegalArgumentException().isThrownBy(() -> queue.drainTo(queue));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_rendezvous_is_a_synchronous_queue(boolean virtual) throws Exception {
    try (Mailbox box = box().capacity(Capacity.zero()).create()) {
      MailboxQueue<Integer> queue = over(box);
      assertThatIllegalStateException().isThrownBy(() -> queue.add(1));
      assertThat(queue.offer(1)).isFalse();
      assertThat(queue.offer(1, 20, MILLISECONDS)).isFalse();
      Running<Boolean> offering = new Running<>(virtual, () -> queue.offer(2, 1000, SECONDS));
      assertThat(queue.take()).isEqualTo(2);
      assertThat(soon(offering)).isTrue();
      Running<Integer> taking = new Running<>(virtual, queue::take);
      queue.put(3);
      assertThat(soon(taking)).isEqualTo(3);
      taking = new Running<>(virtual, queue::take);
      awaitConsumer(queue);
      assertThat(queue.peek()).isNull();
      assertThat(queue).isEmpty();
      assertThat(queue.iterator().hasNext()).isFalse();
      assertThat(queue.offer(4)).isTrue();
      assertThat(soon(taking)).isEqualTo(4);
      offering = new Running<>(virtual, () -> queue.offer(5, 1000, SECONDS));
      Integer polled;
      do {
        polled = queue.poll();
      } while (polled == null);
      assertThat(polled).isEqualTo(5);
      assertThat(soon(offering)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Receivers.class, mode = EnumSource.Mode.EXCLUDE, names = "ALL")
  void an_element_is_handed_over(Receivers receivers) throws Exception {
    try (Mailbox box = box().receivers(receivers).create()) {
      MailboxQueue<Integer> queue = over(box);
      assertThat(queue.hasWaitingConsumer()).isFalse();
      assertThat(queue.tryTransfer(1)).isFalse();
      assertThat(queue.tryTransfer(1, 20, MILLISECONDS)).isFalse();
      assertThat(queue).isEmpty();
      queue.put(1);
      Running<Boolean> handing = new Running<>(true, () -> queue.tryTransfer(2, 1000, SECONDS));
      assertThat(queue.take()).isEqualTo(1);
      assertThat(queue.take()).isEqualTo(2);
      assertThat(soon(handing)).isTrue();
      Running<Integer> taking = new Running<>(true, queue::take);
      awaitConsumer(queue);
      assertThat(queue.getWaitingConsumerCount()).isEqualTo(1);
      assertThat(queue.tryTransfer(3)).isTrue();
      assertThat(soon(taking)).isEqualTo(3);
      taking = new Running<>(true, queue::take);
      queue.transfer(4);
      assertThat(soon(taking)).isEqualTo(4);
    }
  }

  @Test
  void an_iterator_shows_what_was_there_and_removes_the_very_one() throws Exception {
    try (Mailbox box = box().create()) {
      MailboxQueue<Integer> queue = over(box);
      queue.addAll(List.of(1, 2, 1, 3));
      Iterator<Integer> iterator = queue.iterator();
      assertThat(iterator.next()).isEqualTo(1);
      assertThat(queue.take()).isEqualTo(1);
      queue.put(1);
      iterator.remove(); // gone already, so no other 1 is removed for it
      assertThat(queue).containsExactly(2, 1, 3, 1);
      assertThat(iterator.next()).isEqualTo(2);
      assertThat(iterator.next()).isEqualTo(1);
      iterator.remove();
      assertThat(queue).containsExactly(2, 3, 1);
      assertThat(queue.stream().mapToInt(i -> i).sum()).isEqualTo(6);
      assertThat(queue.removeIf(i -> i > 1)).isTrue();
      assertThat(queue).containsExactly(1);
    }
  }

  @Test
  void its_order_is_that_of_the_mailbox() throws Exception {
    try (Mailbox box = box().order(Order.PRIORITY).create()) {
      MailboxQueue<Integer> queue = over(box);
      queue.put(1);
      box.typed(Codecs.INTEGER).send(2, Sending.PLAIN.priority(5));
      assertThat(queue.peek()).isEqualTo(2);
      assertThat(queue).containsExactly(2, 1);
      assertThat(queue.take()).isEqualTo(2);
    }
  }

  @Test
  void what_cannot_keep_its_elements_is_no_queue() {
    List<MailboxBuilder> wrong =
        List.of(
            box().receivers(Receivers.ALL),
            box().whenFull(WhenFull.REFUSE),
            box().whenFull(WhenFull.DROP_NEWEST),
            box().whenFull(WhenFull.DROP_OLDEST));
    for (MailboxBuilder builder : wrong) {
      try (Mailbox box = builder.create()) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> over(box))
            .withMessageContaining(box.address().name())
            .withMessageContaining("is no queue");
      }
    }
  }

  @Test
  void an_element_that_cannot_be_decoded_stays_until_all_is_cleared() throws Exception {
    try (Mailbox box = box().create()) {
      MailboxQueue<Integer> queue = over(box);
      box.send("no number");
      queue.put(1);
      assertThatExceptionOfType(CodecException.class).isThrownBy(queue::poll);
      assertThatExceptionOfType(CodecException.class).isThrownBy(queue::peek);
      assertThatExceptionOfType(CodecException.class).isThrownBy(() -> queue.contains(1));
      assertThat(queue.size()).isEqualTo(2);
      queue.clear();
      assertThat(queue).isEmpty();
    }
  }

  @Test
  void who_waits_is_told_when_the_mailbox_is_deleted() throws Exception {
    String name = name();
    try (Mailbox box = Mailbox.create(name)) {
      MailboxQueue<Integer> queue = over(box);
      Running<Integer> taking = new Running<>(true, queue::take);
      awaitConsumer(queue);
      Mailbox.delete(name);
      assertThat(taking.result)
          .failsWithin(Child.PATIENCE)
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(MailboxDeletedException.class);
      assertThatExceptionOfType(MailboxDeletedException.class).isThrownBy(queue::peek);
    }
  }
}
