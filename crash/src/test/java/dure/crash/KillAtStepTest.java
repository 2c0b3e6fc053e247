// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import static dure.crash.Kind.PAIR;
import static org.assertj.core.api.Assertions.assertThat;

import dure.Claim;
import dure.Mailbox;
import dure.Message;
import dure.raw.Steps;
import dure.testkit.Child;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A process is killed with SIGKILL at each numbered step of sending, receiving, joining, leaving
/// and sweeping, and the others must go on: nobody hangs, nothing accepted is lost, what comes
/// twice says so, and the mailbox is whole again.
class KillAtStepTest {
  private static final Duration SOON = Child.PATIENCE;

  @ParameterizedTest
  @CsvSource({
    "ANY, " + Steps.SLOT_CLAIMED,
    "ANY, " + Steps.SLOT_WRITTEN,
    "ANY, " + Steps.SLOT_PUBLISHED,
    "ONE, " + Steps.SLOT_CLAIMED,
    "BOARD, " + Steps.BOARD_CLAIMED,
    "BOARD, " + Steps.BOARD_STAMPED,
    "BOARD, " + Steps.SLOT_WRITTEN,
    "BOARD, " + Steps.SLOT_PUBLISHED,
    "PAIR, " + Steps.PAIR_SENDING_END_TAKEN,
    "PAIR, " + Steps.PAIR_WRITTEN,
    "PAIR, " + Steps.PAIR_NEXT_CLEARED,
    "PAIR, " + Steps.PAIR_PUBLISHED,
  })
  void a_sender_dies(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      scene.dies(step, "open arm send");
      scene.checkSound(survivor);
    }
  }

  /// The same in the second lap, behind messages that are waiting.
  @ParameterizedTest
  @CsvSource({
    "ANY, " + Steps.SLOT_CLAIMED,
    "ANY, " + Steps.SLOT_WRITTEN,
    "PAIR, " + Steps.PAIR_WRITTEN,
    "PAIR, " + Steps.PAIR_NEXT_CLEARED,
  })
  void a_sender_dies_later(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      Child victim = scene.victim(step, "open send send wait send arm send");
      victim.await("waits");
      survivor.receive();
      survivor.receive();
      victim.tell("");
      scene.kill(victim, step);
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ANY, " + Steps.SLOT_TAKEN,
    "ANY, " + Steps.SLOT_READ,
    "ANY, " + Steps.SLOT_RELEASED,
    "ONE, " + Steps.SLOT_TAKEN,
    "BOARD, " + Steps.SLOT_TAKEN,
    "BOARD, " + Steps.SLOT_READ,
    "BOARD, " + Steps.SLOT_RELEASED,
    "PAIR, " + Steps.PAIR_RECEIVING_END_TAKEN,
    "PAIR, " + Steps.PAIR_READING_NOTED,
    "PAIR, " + Steps.PAIR_READ,
    "PAIR, " + Steps.PAIR_RELEASED,
  })
  void a_receiver_in_place_dies(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      scene.facts.send(survivor, "a");
      scene.facts.send(survivor, "b");
      scene.dies(step, "open arm inplace");
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ANY, " + Steps.SLOT_READ,
    "ANY, " + Steps.SLOT_TAKEN,
    "PAIR, " + Steps.PAIR_READ,
    "PAIR, " + Steps.PAIR_RELEASED,
    "PAIR, " + Steps.PAIR_READING_NOTED,
  })
  void a_receiver_of_several_dies(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      scene.facts.send(survivor, "a");
      scene.facts.send(survivor, "b");
      scene.dies(step, "open each");
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ANY, " + Steps.SLOT_TAKEN,
    "ANY, " + Steps.SLOT_READ,
    "ANY, " + Steps.SLOT_RELEASED,
    "PAIR, " + Steps.PAIR_READ,
    "PAIR, " + Steps.PAIR_RELEASED,
  })
  void a_receiver_of_a_copy_dies(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      scene.facts.send(survivor, "a");
      scene.facts.send(survivor, "b");
      scene.facts.mayBeLost("a"); // at most once: given back, and gone with its receiver
      scene.dies(step, "open arm receive");
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ANY, " + Steps.SLOT_TAKEN,
    "ANY, " + Steps.SLOT_READ,
    "ANY, " + Steps.SLOT_RELEASED,
    "BOARD, " + Steps.SLOT_TAKEN,
    "BOARD, " + Steps.SLOT_RELEASED,
    "PAIR, " + Steps.PAIR_RECEIVING_END_TAKEN,
    "PAIR, " + Steps.PAIR_REMOVED,
  })
  void one_who_removes_dies(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      scene.facts.send(survivor, "a");
      scene.facts.send(survivor, "b");
      scene.facts.mayBeLost("b"); // it was to be removed
      scene.dies(step, "open arm remove");
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "CAST")
  void what_a_dead_receiver_had_in_hand_comes_again_and_says_so(Kind kind) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      scene.facts.send(survivor, "a");
      int step = kind == PAIR ? Steps.PAIR_READ : Steps.SLOT_READ;
      scene.dies(step, "open arm inplace");
      scene.dies(step, "open arm inplace");
      Message again = Objects.requireNonNull(survivor.receive(SOON));
      assertThat(again.text()).isEqualTo("a");
      assertThat(again.redelivered()).isEqualTo(2);
      assertThat(again.position()).isEqualTo(Scene.RUN_IN);
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @CsvSource({"ANY, " + Steps.SLOT_GIVEN_BACK})
  void a_receiver_dies_giving_back(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      scene.facts.send(survivor, "a");
      scene.facts.send(survivor, "b");
      scene.dies(step, "open arm fail");
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @CsvSource({"ANY, " + Steps.SLOT_HANDED_BACK})
  void a_sender_dies_giving_up(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      scene.dies(step, "open claim arm abandon");
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @CsvSource({"ANY, " + Steps.SLOT_PUBLISHED_LATE})
  void a_sender_dies_that_was_passed_over(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      Child victim = scene.victim(step, "open claim wait arm publish");
      victim.await("claimed");
      scene.facts.send(survivor, "behind it");
      scene.facts.drain(survivor); // goes past the claim
      assertThat(Objects.requireNonNull(survivor.status().details()).counters().passed()).isOne();
      victim.tell("");
      scene.facts.hear(List.of("started v0"));
      scene.kill(victim, step);
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @CsvSource({"ANY, " + Steps.SLOT_REVOKED})
  void a_receiver_dies_passing_a_claim_over(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      Claim claim = survivor.claim(1);
      claim.putByte(0, (byte) 'c');
      scene.dies(step, "open arm receive");
      scene.facts.hear(List.of("started c"));
      claim.publish();
      scene.facts.hear(List.of("accepted c"));
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @CsvSource({"ANY, " + Steps.SLOT_SKIPPED})
  void a_sender_dies_going_round_a_kept_message(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      for (int i = 0; i < Scene.CAPACITY; i++) {
        survivor.send("m" + i);
      }
      survivor.receiveInPlace(kept -> {
        while (survivor.tryReceive() != null) {}
        scene.dies(step, "open arm send");
        assertThat(kept.text()).isEqualTo("m0");
      });
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "CAST")
  void a_sleeper_dies(Kind kind) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      scene.dies(Steps.SLEEP_ANNOUNCED, "open arm receive");
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ANY, " + Steps.WAKE_PARKED_CLEARED,
    "ANY, " + Steps.WAKE_EVENT_RAISED,
    "PAIR, " + Steps.WAKE_PARKED_CLEARED,
    "PAIR, " + Steps.WAKE_EVENT_RAISED,
  })
  void a_waker_dies_before_the_sleepers_are_awake(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      Child victim = scene.victim(step, "open wait arm send");
      victim.await("waits");
      CompletableFuture<Message> asleep =
          CompletableFuture.supplyAsync(() -> {
            try {
              return survivor.receive();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      while (Objects.requireNonNull(survivor.status().details()).waitingToReceive() == 0) {
        Thread.onSpinWait();
      }
      victim.tell("");
      scene.kill(victim, step);
      assertThat(asleep.get(SOON.toSeconds(), TimeUnit.SECONDS).text()).isEqualTo("v0");
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ANY, " + Steps.JOIN_LOCKED,
    "ANY, " + Steps.JOIN_WRITTEN,
    "ANY, " + Steps.JOIN_IN_USE,
    "PAIR, " + Steps.JOIN_LOCKED,
    "PAIR, " + Steps.JOIN_WRITTEN,
    "PAIR, " + Steps.JOIN_IN_USE,
  })
  void a_process_dies_joining(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind);
        Mailbox survivor = scene.create()) {
      scene.dies(step, "arm open");
      scene.checkSound(survivor);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "CAST")
  void a_process_dies_leaving(Kind kind) throws Exception {
    for (int step :
        new int[] {
          Steps.SWEEP_REPAIRED_ALL,
          Steps.SWEEP_STRAY_RAISED,
          Steps.SWEEP_ENTRY_FREED,
          Steps.LEAVE_SWEPT
        }) {
      try (Scene scene = new Scene(kind);
          Mailbox survivor = scene.create()) {
        scene.dies(step, "open send arm close");
        scene.checkSound(survivor);
      }
    }
  }

  /// Whoever sweeps after a dead receiver is killed in his turn, and the next one sweeps from the
  /// start.
  @ParameterizedTest
  @CsvSource({
    "ANY, " + Steps.SWEEP_LOCKED,
    "ANY, " + Steps.SWEEP_REPAIRED_ONE,
    "ANY, " + Steps.SWEEP_REPAIRED_ALL,
    "ANY, " + Steps.SWEEP_STRAY_RAISED,
    "ANY, " + Steps.SWEEP_ENTRY_FREED,
    "PAIR, " + Steps.SWEEP_LOCKED,
    "PAIR, " + Steps.SWEEP_REPAIRED_ONE,
    "PAIR, " + Steps.SWEEP_REPAIRED_ALL,
    "PAIR, " + Steps.SWEEP_STRAY_RAISED,
    "PAIR, " + Steps.SWEEP_ENTRY_FREED,
  })
  void a_sweeper_after_a_receiver_dies(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind)) {
      try (Mailbox first = scene.create()) {
        scene.facts.send(first, "a");
      }
      Child sweeper = scene.victim(step, "open wait arm receive wait");
      sweeper.await("waits");
      scene.dies(kind == PAIR ? Steps.PAIR_READ : Steps.SLOT_READ, "open arm inplace");
      sweeper.tell("");
      scene.kill(sweeper, step);
      try (Mailbox survivor = Scene.settings(scene.name, kind).open()) {
        scene.checkSound(survivor);
      }
    }
  }

  /// The same after a dead sender.
  @ParameterizedTest
  @CsvSource({
    "ANY, " + Steps.SWEEP_LOCKED,
    "ANY, " + Steps.SWEEP_REPAIRED_ONE,
    "ANY, " + Steps.SWEEP_REPAIRED_ALL,
    "ANY, " + Steps.SWEEP_STRAY_RAISED,
    "ANY, " + Steps.SWEEP_ENTRY_FREED,
    "PAIR, " + Steps.SWEEP_REPAIRED_ONE,
    "PAIR, " + Steps.SWEEP_ENTRY_FREED,
  })
  void a_sweeper_after_a_sender_dies(Kind kind, int step) throws Exception {
    try (Scene scene = new Scene(kind)) {
      scene.create().close();
      Child sweeper = scene.victim(step, "open wait arm receive");
      sweeper.await("waits");
      scene.dies(kind == PAIR ? Steps.PAIR_WRITTEN : Steps.SLOT_WRITTEN, "open arm send");
      sweeper.tell("");
      scene.kill(sweeper, step);
      try (Mailbox survivor = Scene.settings(scene.name, kind).open()) {
        scene.checkSound(survivor);
      }
    }
  }
}
