// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import static dure.queue.Engine.NOT_NOW;
import static dure.queue.EngineProbe.numbered;
import static dure.queue.EngineProbe.receive;
import static dure.queue.EngineProbe.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.DamagedMailboxException;
import dure.LinkTakenException;
import dure.layout.HeaderLayout;
import dure.layout.PairLayout;
import dure.raw.Words;
import dure.testkit.Child;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What the ring of a pair does when its ends change hands, and when somebody is hostile.
class PairRingTest {
  // LECTURE: 4.2

  @Test
  void the_ends_belong_to_one_participant_each() {
    try (TestMemory memory = new TestMemory(4, 50, true)) {
      PairRing a = memory.ring(1);
      PairRing b = memory.ring(2);
      send(a, numbered(0, 50));
      assertThatThrownBy(() -> send(b, numbered(1, 50))).isInstanceOf(LinkTakenException.class);
      receive(b);
      assertThatThrownBy(() -> receive(a)).isInstanceOf(LinkTakenException.class);
      send(a, numbered(1, 50));
      assertThat(receive(b)).isEqualTo(numbered(1, 50));
    }
  }

  @Test
  void the_next_sender_goes_on_where_the_dead_one_stopped() {
    try (TestMemory memory = new TestMemory(5, 50, true)) {
      PairRing receiver = memory.ring(9);
      for (int i = 0; i < 200; i++) {
        PairRing sender = memory.ring(1 + i % 2);
        memory.dead.clear();
        memory.dead.add(2 - i % 2);
        assertThat(send(sender, numbered(i, 50))).isTrue();
        int claim = sender.sendingEnd().tryClaim(50); // and dies in the middle of the next
        Words.copyIn(numbered(4, 1000), 0, 50, sender.sendingEnd().roomAddress(claim, 50));
        if (i % 3 == 2) {
          for (int k = i - 2; k <= i; k++) {
            assertThat(receive(receiver)).isEqualTo(numbered(k, 50));
          }
          assertThat(receive(receiver)).isNull();
        }
      }
    }
  }

  @Test
  void the_next_receiver_gets_what_the_dead_one_held() {
    try (TestMemory memory = new TestMemory(5, 50, true)) {
      PairRing sender = memory.ring(9);
      for (int i = 0; i < 200; i++) {
        send(sender, numbered(i, 50));
        PairRing dies = memory.ring(1);
        memory.dead.clear();
        memory.dead.add(2);
        assertThat(dies.receivingEnd().tryTake(true, 0)).isNotEqualTo(NOT_NOW);
        PairRing heir = memory.ring(2);
        memory.dead.clear();
        memory.dead.add(1);
        int take = heir.receivingEnd().tryTake(true, 0);
        assertThat(heir.receivingEnd().redelivered(take)).isOne();
        assertThat(heir.receivingEnd().position(take)).isEqualTo(i);
        assertThat(EngineProbe.read(heir, take)).isEqualTo(numbered(i, 50));
        heir.receivingEnd().release(take);
        assertThat(receive(heir)).isNull();
      }
    }
  }

  /// What is fetched ahead lies in the mapping, too. In a process of its own, because a step beyond
  /// it would take the JVM down.
  @Test
  void nothing_beyond_the_mapping_is_touched() {
    try (Child child = Child.java(GuardedRing.class)) {
      assertThat(child.await("survived")).isEqualTo("1000 messages");
      child.awaitSuccess();
    }
  }

  /// A sender that waits to hear of its message hears of it also after a first take came to
  /// nothing.
  @Test
  void the_end_of_a_message_is_told_after_a_failed_take() {
    try (TestMemory memory = new TestMemory(4, 50, true)) {
      PairRing sender = memory.ring(1);
      PairRing receiver = memory.ring(2);
      int claim = sender.sendingEnd().tryClaim(8);
      sender.sendingEnd().publish(claim, 8, 8, new Attributes(0, 0, true));
      receiver.receivingEnd().giveBack(receiver.receivingEnd().tryTake(false, 0));
      int event = sender.fates().announce();
      receiver.receivingEnd().release(receiver.receivingEnd().tryTake(false, 0));
      assertThat(sender.fates().announce()).isNotEqualTo(event);
    }
  }

  /// The count of records wraps at 2³²; the number of a message does not.
  @Test
  void the_count_wraps() {
    try (TestMemory memory = new TestMemory(5, 50, true)) {
      long start = 0xFFFF_FFFFL - 2;
      Words.longVolatile(
          memory.mapping.address() + HeaderLayout.PAIR_HEAD, PairLayout.head((int) start, 0));
      Words.longVolatile(memory.mapping.address() + HeaderLayout.PAIR_RECEIVED, start - 1);
      PairRing engine = memory.ring(1);
      for (int i = 0; i < 20; i++) {
        assertThat(send(engine, numbered(i, 50))).isTrue();
        int take = engine.receivingEnd().tryTake(true, 0);
        assertThat(engine.receivingEnd().position(take)).isEqualTo(start + i);
        assertThat(engine.receivingEnd().redelivered(take)).isZero();
        engine.receivingEnd().release(take);
      }
    }
  }

  /// Whatever a hostile peer writes into header and ring, a call ends, and either works or says
  /// that the mailbox is damaged.
  @Test
  void any_word_is_survived() {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 3000; round++) {
      try (TestMemory memory = new TestMemory(3, 50, true)) {
        PairRing engine = memory.ring(1);
        for (int i = random.nextInt(3); i >= 0; i--) {
          send(engine, numbered(i, 50));
        }
        long header = memory.mapping.address();
        Words.longVolatile(header + HeaderLayout.PAIR_HEAD, hostile(random));
        Words.longVolatile(header + HeaderLayout.PAIR_READING, hostile(random));
        Words.longVolatile(memory.as(1).engine() + 8L * random.nextInt(20), hostile(random));
        try {
          Engine other = random.nextBoolean() ? engine : memory.ring(1);
          receive(other);
          send(other, numbered(1, 50));
          receive(other);
          other.sweep(1);
        } catch (DamagedMailboxException said) {
          assertThat(said).hasMessageContaining("test");
        }
      }
    }
  }

  private static long hostile(SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextInt(100);
      default -> (long) random.nextInt(10) << 32 | random.nextInt(600);
    };
  }
}
