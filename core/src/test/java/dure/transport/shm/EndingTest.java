// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.Claim;
import dure.Mailbox;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.Receivers;
import dure.Waiting;
import dure.testkit.Bound;
import dure.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every wait ends: by interruption, deadline, deletion or closing, each with its own outcome, for
/// platform and virtual threads, however they wait.
class EndingTest extends Boxes {
  private interface Call {
    void run() throws Exception;
  }

  private record Waiter(Thread thread, FutureTask<Void> outcome) {
    Throwable failure() throws Exception {
      try {
        Eventually.result(outcome);
        throw new AssertionError("it should have failed");
      } catch (ExecutionException e) {
        return e.getCause();
      }
    }
  }

  private static Waiter start(boolean virtual, Call call) {
    FutureTask<Void> task =
        new FutureTask<>(() -> {
          call.run();
          return null;
        });
    return new Waiter(
        virtual ? Thread.ofVirtual().start(task) : Thread.ofPlatform().start(task), task);
  }

  /// Receivers at an empty mailbox and senders at a full one, of both kinds of threads; all of them
  /// asleep unless they spin.
  private List<Waiter> waiters(Mailbox empty, Mailbox full, Waiting waiting) throws Exception {
    List<Waiter> waiters = new ArrayList<>();
    for (boolean virtual : new boolean[] {false, true}) {
      waiters.add(start(virtual, empty::receive));
      waiters.add(start(virtual, () -> full.send("one more")));
    }
    Eventually.holds(() ->
        waiting == Waiting.SPIN
            || (Objects.requireNonNull(empty.status().details()).waitingToReceive() == 2
                && Objects.requireNonNull(full.status().details()).waitingToSend() == 2));
    return waiters;
  }

  private Mailbox full(Waiting waiting) {
    Mailbox full = box().capacity(Capacity.bounded(1)).waiting(waiting).create();
    full.trySend("full");
    return full;
  }

  @ParameterizedTest
  @EnumSource(Waiting.class)
  void interruption_ends_a_wait(Waiting waiting) throws Exception {
    try (Mailbox empty = box().waiting(waiting).create();
        Mailbox full = full(waiting)) {
      for (Waiter waiter : waiters(empty, full, waiting)) {
        waiter.thread.interrupt();
        assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
      }
      assertThat(Objects.requireNonNull(empty.status().details()).waitingToReceive()).isZero();
      assertThat(Objects.requireNonNull(full.status().details()).waitingToSend()).isZero();
      assertThat(Objects.requireNonNull(full.tryReceive()).text()).isEqualTo("full");
      assertThat(full.tryReceive()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Waiting.class)
  void deletion_ends_a_wait(Waiting waiting) throws Exception {
    try (Mailbox empty = box().waiting(waiting).create();
        Mailbox full = full(waiting)) {
      List<Waiter> waiters = waiters(empty, full, waiting);
      Mailbox.delete(empty.address().toString());
      Mailbox.delete(full.address().toString());
      for (Waiter waiter : waiters) {
        assertThat(waiter.failure())
            .isInstanceOf(MailboxDeletedException.class)
            .hasMessageContaining("deleted");
      }
      assertThatThrownBy(empty::tryReceive).isInstanceOf(MailboxDeletedException.class);
      assertThatThrownBy(() -> empty.trySend("x")).isInstanceOf(MailboxDeletedException.class);
      assertThatThrownBy(empty::status).isInstanceOf(MailboxDeletedException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Waiting.class)
  void closing_ends_a_wait(Waiting waiting) throws Exception {
    try (Mailbox empty = box().waiting(waiting).create();
        Mailbox full = full(waiting)) {
      List<Waiter> waiters = waiters(empty, full, waiting);
      empty.close();
      full.close();
      for (Waiter waiter : waiters) {
        assertThat(waiter.failure()).isInstanceOf(MailboxClosedException.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Waiting.class)
  void a_deadline_ends_a_wait_in_time(Waiting waiting) throws Exception {
    // LECTURE: 8.3
    try (Mailbox empty = box().waiting(waiting).create();
        Mailbox full = full(waiting)) {
      for (int millis : new int[] {0, 1, 20, 70, 130}) {
        Duration within = Duration.ofMillis(millis);
        Bound.holds(
            within.plusSeconds(1),
            () -> {
              List<Duration> waits = new ArrayList<>();
              for (int i = 0; i < 4; i++) {
                long began = System.nanoTime();
                if (i % 2 == 0) {
                  assertThat(empty.receive(within)).isNull();
                } else {
                  assertThat(full.send("x", within)).isFalse();
                }
                waits.add(Duration.ofNanos(System.nanoTime() - began));
              }
              assertThat(waits).allMatch(wait -> wait.compareTo(within) >= 0);
              return Bound.typical(waits);
            });
      }
      assertThat(empty.receive(Duration.ofMillis(-5))).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Receivers.class, mode = EnumSource.Mode.EXCLUDE, names = "ALL")
  void a_closed_handle_is_an_error_and_closing_again_is_nothing(Receivers receivers)
      throws Exception {
    String name = name();
    Mailbox box = Mailbox.named(name).receivers(receivers).create();
    box.send("stays");
    Claim claim = box.claim(5);
    box.close();
    box.close();
    assertThatThrownBy(() -> box.send("x")).isInstanceOf(MailboxClosedException.class);
    assertThatThrownBy(box::receive).isInstanceOf(MailboxClosedException.class);
    assertThatThrownBy(box::status).isInstanceOf(MailboxClosedException.class);
    assertThatThrownBy(claim::publish).isInstanceOf(MailboxClosedException.class);
    try (Mailbox again = Mailbox.open(name)) {
      assertThat(again.receive().text()).isEqualTo("stays");
      assertThat(again.receive(Duration.ofMillis(200))).isNull();
    }
  }

  /// Threads in the middle of a thousand calls while another closes the handle: an error for each
  /// of them, a crash for nobody, and for the mailbox nothing worse than if the process had died.
  @ParameterizedTest
  @EnumSource(Receivers.class)
  void closing_under_threads_at_work_is_safe(Receivers receivers) throws Exception {
    String name = name();
    Mailbox.named(name).receivers(receivers).capacity(Capacity.bounded(8)).create().close();
    for (int round = 0; round < 60; round++) {
      Mailbox box = Mailbox.open(name);
      AtomicInteger received = new AtomicInteger();
      List<Waiter> busy = new ArrayList<>();
      for (int t = 0; t < 2; t++) {
        busy.add(
            start(
                false,
                () -> {
                  while (true) {
                    box.send("0123456789".repeat(30));
                  }
                }));
        busy.add(
            start(
                t == 0,
                () -> {
                  while (true) {
                    box.receiveInPlace(m -> {
                      assertThat(m.size()).isEqualTo(300);
                      received.incrementAndGet();
                    });
                  }
                }));
      }
      int enough = 5 * round;
      Eventually.holds(() -> received.get() >= enough);
      box.close();
      for (Waiter waiter : busy) {
        assertThat(waiter.failure()).isInstanceOf(MailboxClosedException.class);
      }
    }
    try (Mailbox after = Mailbox.named(name).listening().open()) {
      while (after.receive(Duration.ofMillis(100)) != null) {}
      for (int i = 0; i < 8; i++) {
        assertThat(after.trySend("m" + i)).isTrue();
      }
      assertThat(after.trySend("full")).isFalse();
    }
  }

  @Test
  void a_wait_that_ends_well_restores_nothing_it_should_not() throws Exception {
    try (Mailbox box = box().create()) {
      Thread.currentThread().interrupt();
      assertThat(box.trySend("never waits, so is not interrupted")).isTrue();
      assertThat(box.tryReceive()).isNotNull();
      assertThatThrownBy(box::receive).isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
    }
  }
}
