// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import static dure.queue.Engine.NOT_NOW;
import static dure.queue.EngineProbe.numbered;
import static dure.queue.EngineProbe.receive;
import static dure.queue.EngineProbe.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.DamagedMailboxException;
import dure.layout.CellLayout;
import dure.layout.HeaderLayout;
import dure.layout.SlotWord;
import dure.raw.Words;
import dure.testkit.Eventually;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What the slots do when somebody is slow, dead or hostile.
class SlotQueueTest {
  private static final long PATIENT = 3_600_000_000_000L;

  @Test
  void a_kept_message_keeps_only_its_own_room() {
    try (TestMemory memory = new TestMemory(4, 50, false)) {
      SlotQueue sender = memory.slots(1, PATIENT);
      SlotQueue keeper = memory.slots(2, PATIENT);
      SlotQueue receiver = memory.slots(3, PATIENT);
      send(sender, numbered(0, 50));
      int kept = keeper.tryTake(true, 0);
      for (int i = 1; i < 100; i++) {
        for (int k = 0; k < 3; k++) {
          assertThat(send(sender, numbered(i + k, 50))).as("three of four places").isTrue();
        }
        assertThat(send(sender, numbered(0, 50))).isFalse();
        for (int k = 0; k < 3; k++) {
          assertThat(receive(receiver)).isEqualTo(numbered(i + k, 50));
        }
      }
      assertThat(EngineProbe.read(keeper, kept)).isEqualTo(numbered(0, 50));
      keeper.release(kept);
      for (int i = 0; i < 4; i++) {
        assertThat(send(sender, numbered(i, 50))).isTrue();
      }
    }
  }

  /// The lap of a cell counts modulo 2⁴⁴; the position of a message goes on.
  @Test
  void positions_go_on_when_laps_begin_anew() {
    for (int capacity : new int[] {1, 3}) {
      try (TestMemory memory = new TestMemory(capacity, 50, false)) {
        long last = (1L << SlotWord.LAP_BITS) - 1;
        long engine = memory.as(1).engine();
        for (int cell = 0; cell < capacity; cell++) {
          long address = engine + cell * CellLayout.BYTES;
          Words.longVolatile(address + CellLayout.WORD, SlotWord.of(SlotWord.FREE, 0, 0, last));
          Words.longPlain(address + CellLayout.POSITION, (last - 1) * capacity + cell);
        }
        long hint = SlotWord.cursor(last, 0);
        Words.longVolatile(memory.mapping.address() + HeaderLayout.TAIL_HINT, hint);
        Words.longVolatile(memory.mapping.address() + HeaderLayout.HEAD_HINT, hint);
        SlotQueue queue = memory.slots(1, PATIENT);
        for (long position = last * capacity; position < (last + 5) * capacity; position++) {
          send(queue, numbered(1, 50));
          int take = queue.tryTake(false, 0);
          assertThat(queue.position(take)).isEqualTo(position);
          queue.release(take);
        }
      }
    }
  }

  @Test
  void a_message_put_back_many_laps_later_is_found() {
    try (TestMemory memory = new TestMemory(4, 50, false)) {
      SlotQueue sender = memory.slots(1, PATIENT);
      SlotQueue keeper = memory.slots(2, PATIENT);
      SlotQueue receiver = memory.slots(3, PATIENT);
      send(sender, numbered(0, 50));
      int kept = keeper.tryTake(true, 0);
      for (int i = 1; i < 100; i++) {
        send(sender, numbered(i, 50));
        assertThat(receive(receiver)).isEqualTo(numbered(i, 50));
      }
      keeper.giveBack(kept);
      int again = receiver.tryTake(true, 0);
      assertThat(EngineProbe.read(receiver, again)).isEqualTo(numbered(0, 50));
      assertThat(receiver.redelivered(again)).isOne();
      receiver.release(again);
      assertThat(receive(receiver)).isNull();
    }
  }

  /// One redelivered message at the tail must not make a mailbox with room in it look full.
  @Test
  void a_redelivered_message_that_nobody_takes_is_gone_round() {
    try (TestMemory memory = new TestMemory(3, 50, false)) {
      SlotQueue engine = memory.slots(1, PATIENT);
      for (int i = 0; i < 3; i++) {
        send(engine, numbered(i, 50));
      }
      int first = engine.tryTake(true, 0);
      assertThat(receive(engine)).isEqualTo(numbered(1, 50));
      assertThat(receive(engine)).isEqualTo(numbered(2, 50));
      engine.giveBack(first);
      assertThat(send(engine, numbered(3, 50))).isTrue();
      assertThat(send(engine, numbered(4, 50))).isTrue();
      assertThat(send(engine, numbered(5, 50))).isFalse();
      assertThat(receive(engine)).isEqualTo(numbered(0, 50));
      assertThat(receive(engine)).isEqualTo(numbered(3, 50));
      assertThat(receive(engine)).isEqualTo(numbered(4, 50));
      assertThat(receive(engine)).isNull();
    }
  }

  @Test
  void a_slow_sender_is_passed_over_and_its_message_comes_late() {
    try (TestMemory memory = new TestMemory(3, 50, false)) {
      SlotQueue slow = memory.slots(1, 0);
      SlotQueue quick = memory.slots(2, 0);
      int claim = slow.tryClaim(10);
      send(quick, numbered(1, 50));
      assertThat(receive(quick)).as("without patience").isEqualTo(numbered(1, 50));
      send(quick, numbered(2, 50));
      slow.publish(claim, 0, 0, Attributes.PLAIN);
      send(slow, numbered(3, 50));
      assertThat(receive(quick)).as("late, but before what came after it").isEmpty();
      assertThat(receive(quick)).isEqualTo(numbered(2, 50));
      assertThat(receive(quick)).isEqualTo(numbered(3, 50));
      assertThat(receive(quick)).isNull();
      for (int i = 0; i < 3; i++) {
        assertThat(send(quick, numbered(i, 50))).isTrue();
      }
      assertThat(send(quick, numbered(3, 50))).isFalse();
    }
  }

  @Test
  void kept_cells_do_not_carry_the_positions_away() {
    for (int capacity : new int[] {1, 2, 3}) {
      try (TestMemory memory = new TestMemory(capacity, 50, false)) {
        SlotQueue engine = memory.slots(1, PATIENT);
        int[] kept = new int[capacity];
        for (int i = 0; i < capacity; i++) {
          send(engine, numbered(i, 50));
          kept[i] = engine.tryTake(true, 0);
        }
        for (int tries = 0; tries < 100; tries++) {
          assertThat(send(engine, numbered(9, 50))).isFalse();
        }
        for (int take : kept) {
          engine.release(take);
        }
        assertThat(send(engine, numbered(9, 50))).isTrue();
        assertThat(receive(memory.slots(2, PATIENT))).isEqualTo(numbered(9, 50));
      }
    }
  }

  @Test
  void a_patient_receiver_waits_for_a_slow_sender() {
    try (TestMemory memory = new TestMemory(3, 50, false)) {
      SlotQueue slow = memory.slots(1, PATIENT);
      SlotQueue quick = memory.slots(2, PATIENT);
      int claim = slow.tryClaim(0);
      send(quick, numbered(1, 50));
      assertThat(receive(quick)).isNull();
      slow.publish(claim, 0, 0, Attributes.PLAIN);
      assertThat(receive(quick)).isEmpty();
      assertThat(receive(quick)).isEqualTo(numbered(1, 50));
    }
  }

  @Test
  void a_dead_one_is_swept_by_whoever_meets_its_claim() {
    try (TestMemory memory = new TestMemory(3, 50, false)) {
      SlotQueue victim = memory.slots(1, PATIENT);
      SlotQueue survivor = memory.slots(2, PATIENT);
      victim.tryClaim(10);
      send(survivor, numbered(1, 50));
      memory.dead.add(1);
      AtomicReference<byte[]> got = new AtomicReference<>();
      Eventually.holds(() -> { // suspicion takes a millisecond
        got.set(receive(survivor));
        return got.get() != null;
      });
      assertThat(got.get()).isEqualTo(numbered(1, 50));
    }
  }

  /// The receiver sees that nothing lies behind it, and sweeps up after a claim in front of it: by
  /// then a message lies behind.
  @Test
  void what_a_sweep_puts_back_during_a_look_goes_before_what_lies_ahead() {
    try (TestMemory memory = new TestMemory(4, 50, false)) {
      SlotQueue victim = memory.slots(1, PATIENT);
      SlotQueue sender = memory.slots(3, PATIENT);
      SlotQueue receiver =
          memory.slots(
              2,
              index -> {
                victim.sweep(index);
                Words.longGetAndAdd(memory.mapping.address() + HeaderLayout.STRAY, 1);
                return true;
              });
      send(sender, numbered(0, 50));
      victim.tryTake(true, 0);
      victim.tryClaim(10);
      send(sender, numbered(2, 50));
      AtomicReference<byte[]> got = new AtomicReference<>();
      Eventually.holds(() -> { // suspicion takes a millisecond
        got.set(receive(receiver));
        return got.get() != null;
      });
      assertThat(got.get()).isEqualTo(numbered(0, 50));
      assertThat(receive(receiver)).isEqualTo(numbered(2, 50));
    }
  }

  @Test
  void a_sweep_done_twice_changes_nothing_more() {
    try (TestMemory memory = new TestMemory(4, 50, false)) {
      SlotQueue victim = memory.slots(1, PATIENT);
      SlotQueue survivor = memory.slots(2, PATIENT);
      send(survivor, numbered(0, 50));
      victim.tryTake(true, 0);
      victim.tryClaim(1);
      assertThat(survivor.sweep(1)).isEqualTo(2);
      assertThat(survivor.sweep(1)).isZero();
      assertThat(survivor.sweep(2)).isZero();
      Words.longGetAndAdd(memory.mapping.address() + HeaderLayout.STRAY, 1);
      assertThat(receive(survivor)).isEqualTo(numbered(0, 50));
      assertThat(receive(survivor)).isNull();
    }
  }

  @Test
  void generations_wrap() {
    long lastLaps = (1L << 44) - 3;
    try (TestMemory memory = new TestMemory(3, 50, false)) {
      for (int cell = 0; cell < 3; cell++) {
        Words.longVolatile(wordAddress(memory, cell), SlotWord.of(SlotWord.FREE, 0, 0, lastLaps));
      }
      for (long hint : new long[] {HeaderLayout.TAIL_HINT, HeaderLayout.HEAD_HINT}) {
        Words.longVolatile(memory.mapping.address() + hint, SlotWord.cursor(lastLaps, 0));
      }
      SlotQueue engine = memory.slots(1, PATIENT);
      for (int i = 0; i < 100; i++) {
        assertThat(send(engine, numbered(i, 50))).isTrue();
        assertThat(send(engine, numbered(i + 1, 50))).isTrue();
        assertThat(receive(engine)).isEqualTo(numbered(i, 50));
        assertThat(receive(engine)).isEqualTo(numbered(i + 1, 50));
      }
    }
  }

  /// Whatever a hostile peer writes into the words, a call ends, and either works or says that the
  /// mailbox is damaged.
  @Test
  void any_word_is_survived() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 3000; round++) {
      try (TestMemory memory = new TestMemory(3, 50, false)) {
        SlotQueue engine = memory.slots(1, 0);
        send(engine, numbered(1, 50));
        int held = round % 2 == 0 ? engine.tryTake(true, 0) : NOT_NOW;
        for (int cell = 0; cell < 3; cell++) {
          if (random.nextBoolean()) {
            Words.longVolatile(wordAddress(memory, cell), hostile(random));
          }
        }
        Words.longVolatile(memory.mapping.address() + HeaderLayout.TAIL_HINT, random.nextLong());
        Words.longVolatile(memory.mapping.address() + HeaderLayout.HEAD_HINT, random.nextLong());
        try {
          send(engine, numbered(2, 50));
          receive(engine);
          if (held != NOT_NOW) {
            engine.release(held);
          }
          engine.sweep(random.nextInt(4));
        } catch (DamagedMailboxException said) {
          assertThat(said).hasMessageContaining("test");
        }
      }
    }
  }

  private static long hostile(SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> random.nextLong();
      case 1 ->
          SlotWord.of(random.nextInt(16), random.nextInt(4), random.nextInt(16), random.nextInt(4));
      default -> SlotWord.of(random.nextInt(5), random.nextInt(1024), 0, -1 - random.nextInt(3));
    };
  }

  @Test
  void an_impossible_length_is_refused() {
    try (TestMemory memory = new TestMemory(3, 50, false)) {
      SlotQueue engine = memory.slots(1, PATIENT);
      send(engine, numbered(1, 50));
      long size = wordAddress(memory, 0) + CellLayout.MESSAGE_SIZE;
      for (int wrong : new int[] {51, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        Words.intVolatile(size, wrong);
        int take = engine.tryTake(false, 0);
        assertThatThrownBy(() -> engine.size(take)).isInstanceOf(DamagedMailboxException.class);
        engine.giveBack(take);
      }
    }
  }

  private static long wordAddress(TestMemory memory, int cell) {
    return memory.as(1).engine() + cell * CellLayout.BYTES;
  }
}
