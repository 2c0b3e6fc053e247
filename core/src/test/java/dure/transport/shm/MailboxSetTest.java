// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.MailboxSet;
import dure.OwnerGoneException;
import dure.Received;
import dure.ReceivedDelivery;
import dure.Receivers;
import dure.TypedMailbox;
import dure.codec.Codecs;
import dure.testkit.Bound;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.ProcessorTime;
import dure.testkit.TestNamespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One call waits at several mailboxes, in one process and between several.
class MailboxSetTest extends Boxes {
  @TempDir private Path directory;

  private static long waiting(Mailbox box) {
    return Objects.requireNonNull(box.status().details()).waitingToReceive();
  }

  private static void awaitWaiting(Mailbox... boxes) {
    for (Mailbox box : boxes) {
      Eventually.holds(() -> waiting(box) == 1);
    }
  }

  private static Thread start(boolean virtual, Runnable task) {
    return virtual ? Thread.ofVirtual().start(task) : Thread.ofPlatform().start(task);
  }

  /// Each kind of mailbox once, the last one in a file of the caller's.
  private List<Mailbox> oneOfEach() {
    List<Mailbox> boxes = new ArrayList<>();
    for (Receivers receivers : Receivers.values()) {
      boxes.add(box().receivers(receivers).create());
    }
    boxes.add(box().capacity(Capacity.zero()).create());
    boxes.add(Mailbox.create("file:" + directory.resolve("box")));
    return boxes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "virtual"})
  void another_process_is_woken_by_whichever_comes(String kind) throws Exception {
    List<Mailbox> boxes = oneOfEach();
    List<String> arguments = new ArrayList<>(List.of(kind));
    boxes.forEach(box -> arguments.add(box.address().toString()));
    try (Child waiter =
        Child.java(
            List.of(
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1"),
            SetWaiter.class,
            arguments.toArray(String[]::new))) {
      waiter.await("waiting");
      for (int round = 0; round < 3; round++) {
        for (int i = boxes.size() - 1; i >= 0; i--) {
          awaitWaiting(boxes.toArray(Mailbox[]::new));
          boxes.get(i).send("m" + i);
          assertThat(waiter.await("got")).isEqualTo("m" + i + " from " + i);
        }
      }
      boxes.getFirst().send("end");
      waiter.awaitSuccess();
      for (Mailbox box : boxes) {
        assertThat(waiting(box)).as("waiting at " + box).isZero();
      }
    } finally {
      boxes.forEach(Mailbox::close);
    }
  }

  @Test
  void a_virtual_thread_that_waits_leaves_its_carrier_to_others() {
    try (Mailbox one = box().create();
        Mailbox two = box().create();
        Child waiter =
            Child.java(
                List.of(
                    "-Djdk.virtualThreadScheduler.parallelism=1",
                    "-Djdk.virtualThreadScheduler.maxPoolSize=1"),
                SetWaiter.class,
                "virtual",
                one.address().toString(),
                two.address().toString())) {
      assertThat(waiter.await("another:")).isEqualTo("runs");
      awaitWaiting(one, two);
      assertThat(two.trySend("end")).isTrue();
      waiter.awaitSuccess();
    }
  }

  /// Asleep, a process takes the few looks of a slice.
  @ParameterizedTest
  @ValueSource(strings = {"platform", "virtual"})
  void whoever_waits_is_asleep(String kind) throws Exception {
    try (Mailbox one = box().create();
        Mailbox two = box().receivers(Receivers.PAIR).create();
        Child waiter =
            Child.java(SetWaiter.class, kind, one.address().toString(), two.address().toString())) {
      awaitWaiting(one, two);
      Bound.holds(
          Duration.ofMillis(200),
          () -> ProcessorTime.perSecond(waiter.pid(), Duration.ofSeconds(1)));
      two.send("end");
      waiter.awaitSuccess();
    }
  }

  @Test
  void none_starves_another() throws Exception {
    try (Mailbox busy = box().create();
        Mailbox calm = box().create()) {
      MailboxSet set = MailboxSet.of(busy, calm);
      for (int i = 0; i < 20; i++) {
        busy.send("busy");
        busy.send("busy");
        calm.send("calm");
        List<Mailbox> order = List.of(set.receive().mailbox(), set.receive().mailbox());
        assertThat(order).containsExactlyInAnyOrder(busy, calm);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void as_many_as_there_can_be_are_waited_at(boolean virtual) throws Exception {
    List<Mailbox> boxes = new ArrayList<>();
    try {
      for (int i = 0; i < MailboxSet.MOST; i++) {
        MailboxBuilder small = box().capacity(Capacity.bounded(1)).messageSize(8).participants(2);
        boxes.add(small.create());
      }
      FutureTask<Received> wait = new FutureTask<>(MailboxSet.of(boxes)::receive);
      start(virtual, wait);
      for (int i : new int[] {0, MailboxSet.MOST - 1}) {
        awaitWaiting(boxes.get(i));
      }
      boxes.getLast().send("last");
      assertThat(Eventually.result(wait).mailbox()).isSameAs(boxes.getLast());
    } finally {
      boxes.forEach(Mailbox::close);
    }
  }

  @Test
  void none_too_many_or_one_twice_are_refused() {
    try (Mailbox box = box().create()) {
      assertThatIllegalArgumentException().isThrownBy(MailboxSet::of);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MailboxSet.of(java.util.Collections.nCopies(128, box)))
          .withMessageContaining("1 to 127 mailboxes, not 128");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MailboxSet.of(box, box))
          .withMessageContaining("twice");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "false, DELETE",
    "true, DELETE",
    "false, CLOSE",
    "true, CLOSE",
    "false, INTERRUPT",
    "true, INTERRUPT"
  })
  void what_ends_one_wait_ends_the_wait_at_all(boolean virtual, String how) throws Exception {
    try (Mailbox one = box().create();
        Mailbox two = box().create()) {
      MailboxSet set = MailboxSet.of(one, two);
      FutureTask<Received> wait = new FutureTask<>(set::receive);
      Thread waiter = start(virtual, wait);
      awaitWaiting(one, two);
      Class<? extends Exception> expected =
          switch (how) {
            case "DELETE" -> {
              Mailbox.delete(two.address().toString());
              yield MailboxDeletedException.class;
            }
            case "CLOSE" -> {
              two.close();
              yield MailboxClosedException.class;
            }
            default -> {
              waiter.interrupt();
              yield InterruptedException.class;
            }
          };
      assertThatThrownBy(() -> Eventually.result(wait))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(expected);
      assertThat(waiting(one)).isZero();
    }
  }

  @Test
  void deletion_wakes_another_process_and_says_which() {
    try (Mailbox one = box().create();
        Mailbox two = box().create();
        Child waiter =
            Child.java(
                SetWaiter.class, "platform", one.address().toString(), two.address().toString())) {
      awaitWaiting(one, two);
      Mailbox.delete(two.address().toString());
      assertThat(waiter.await("ended")).startsWith("MailboxDeleted").contains("'" + two.address());
      waiter.awaitSuccess();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void the_death_of_an_owner_wakes(boolean virtual) throws Exception {
    String owned = TestNamespace.name("test-owned");
    try (Child owner = Child.java(BoxOwner.class, owned)) {
      owner.await("owns");
      try (Mailbox one = box().create();
          Mailbox two = Mailbox.open(owned)) {
        FutureTask<Received> wait = new FutureTask<>(MailboxSet.of(one, two)::receive);
        start(virtual, wait);
        awaitWaiting(one, two);
        owner.kill();
        assertThatThrownBy(() -> Eventually.result(wait))
            .hasCauseInstanceOf(OwnerGoneException.class);
      }
    }
  }

  @Test
  void a_deadline_ends_a_wait_in_time() throws Exception {
    try (Mailbox one = box().create();
        Mailbox two = box().create()) {
      MailboxSet set = MailboxSet.of(one, two);
      assertThat(set.tryReceive()).isNull();
      for (int millis : new int[] {-5, 0, 1, 20, 130}) {
        Duration within = Duration.ofMillis(millis);
        Bound.holds(
            within.plusSeconds(1),
            () -> {
              List<Duration> waits = new ArrayList<>();
              for (int i = 0; i < 3; i++) {
                long began = System.nanoTime();
                assertThat(set.receive(within)).isNull();
                waits.add(Duration.ofNanos(System.nanoTime() - began));
              }
              assertThat(waits).allMatch(wait -> wait.compareTo(within) >= 0);
              return Bound.typical(waits);
            });
      }
    }
  }

  /// The set keeps its rank and its place, and gives them up with the wait.
  @Test
  void one_who_waits_at_several_is_in_line_at_each() throws Exception {
    try (Mailbox other = box().create();
        Mailbox ranked = box().receivers(Receivers.RANKED).create();
        Mailbox high = Mailbox.named(ranked.address().toString()).rank(2).open()) {
      FutureTask<Received> first = new FutureTask<>(MailboxSet.of(other, high)::receive);
      start(false, first);
      awaitWaiting(other, ranked);
      FutureTask<String> second = new FutureTask<>(() -> ranked.receive().text());
      start(false, second);
      Eventually.holds(() -> waiting(ranked) == 2);
      ranked.send("to the higher rank");
      assertThat(Eventually.result(first).message().text()).isEqualTo("to the higher rank");
      ranked.send("to the other");
      assertThat(Eventually.result(second)).isEqualTo("to the other");
    }
  }

  /// The killed one was in line at both, and is sent nothing any more.
  @Test
  void the_death_of_one_who_waits_keeps_nobody_waiting() throws Exception {
    try (Mailbox one = box().create();
        Mailbox two = box().create();
        Child waiter =
            Child.java(
                SetWaiter.class, "platform", one.address().toString(), two.address().toString())) {
      awaitWaiting(one, two);
      waiter.kill();
      MailboxSet set = MailboxSet.of(one, two);
      one.send("a");
      two.send("b");
      assertThat(Objects.requireNonNull(set.receive(Child.PATIENCE)).message().text())
          .isEqualTo("a");
      assertThat(Objects.requireNonNull(set.receive(Child.PATIENCE)).message().text())
          .isEqualTo("b");
    }
  }

  @Test
  void no_message_is_lost_between_many_waiters() throws Exception {
    try (Mailbox one = box().capacity(Capacity.bounded(4)).create();
        Mailbox two = box().capacity(Capacity.bounded(4)).create()) {
      MailboxSet set = MailboxSet.of(one, two);
      int each = 2000;
      List<FutureTask<Integer>> waiters = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        FutureTask<Integer> wait =
            new FutureTask<>(() -> {
              int got = 0;
              while (!set.receive().message().text().equals("end")) {
                got++;
              }
              return got;
            });
        start(i % 2 == 0, wait);
        waiters.add(wait);
      }
      for (int i = 0; i < each; i++) {
        one.send("x");
        two.send("x");
      }
      int got = 0;
      for (FutureTask<Integer> _ : waiters) {
        one.send("end");
      }
      for (FutureTask<Integer> waiter : waiters) {
        got += Eventually.result(waiter);
      }
      while (two.tryReceive() != null) {
        got++; // the ends may have overtaken what is in the other
      }
      assertThat(got).isEqualTo(2 * each);
    }
  }

  @Test
  void deliveries_and_values_come_from_any_of_them() throws Exception {
    try (TypedMailbox<Long> numbers = box().create().typed(Codecs.LONG);
        TypedMailbox<String> words = box().create().typed(Codecs.TEXT)) {
      MailboxSet both = MailboxSet.ofValues(numbers, words);
      assertThat(both.tryReceiveDelivery()).isNull();
      assertThat(both.receiveDelivery(Duration.ofMillis(10))).isNull();
      numbers.send(7L);
      try (ReceivedDelivery first = both.receiveDelivery()) {
        assertThat(first.value(words)).isNull();
        assertThat(first.value(numbers)).isEqualTo(7);
      }
      Received again = both.receive();
      assertThat(again.message().redelivered()).as("given back").isEqualTo(1);
      assertThat(again.value(numbers)).isEqualTo(7);
      assertThat(again.value(words)).isNull();

      FutureTask<ReceivedDelivery> waiting = new FutureTask<>(both::receiveDelivery);
      Thread waiter = Thread.ofVirtual().start(waiting);
      awaitWaiting(numbers.mailbox(), words.mailbox());
      words.send("word");
      try (ReceivedDelivery next = waiting.get()) {
        assertThat(next.value(words)).isEqualTo("word");
        next.delivery().acknowledge();
      }
      waiter.join();
      assertThat(waiting(numbers.mailbox())).isZero();
      assertThat(words.tryReceive()).isNull();
    }
  }
}
