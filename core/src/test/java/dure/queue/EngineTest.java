// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import static dure.queue.Engine.NOT_NOW;
import static dure.queue.EngineProbe.numbered;
import static dure.queue.EngineProbe.receive;
import static dure.queue.EngineProbe.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What both engines promise, on bare memory.
class EngineTest {
  private static Engine engine(TestMemory memory, boolean pair, int participant) {
    return pair ? memory.ring(participant) : memory.slots(participant, 1_000_000_000L);
  }

  @ParameterizedTest
  @CsvSource({
    "true, 1, 8", "true, 3, 100", "true, 10, 5000", "true, 64, 64",
    "false, 1, 8", "false, 3, 100", "false, 10, 5000", "false, 64, 64"
  })
  void messages_of_all_lengths_come_out_as_they_went_in(boolean pair, int capacity, int longest) {
    try (TestMemory memory = new TestMemory(capacity, longest, pair)) {
      Engine sender = engine(memory, pair, 1);
      Engine receiver = engine(memory, pair, 2);
      SplittableRandom random = new SplittableRandom(capacity * 1000L + longest);
      int sent = 0;
      int received = 0;
      while (received < 5000) {
        for (int burst = random.nextInt(capacity + 2); burst > 0; burst--) {
          boolean room = sent - received < capacity;
          assertThat(send(sender, numbered(sent, longest))).isEqualTo(room);
          sent += room ? 1 : 0;
        }
        for (int burst = random.nextInt(capacity + 2); burst > 0; burst--) {
          byte[] message = receive(receiver);
          if (received < sent) {
            assertThat(message).isEqualTo(numbered(received++, longest));
          } else {
            assertThat(message).isNull();
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void a_message_may_end_before_its_claim(boolean pair) {
    try (TestMemory memory = new TestMemory(2, 500, pair)) {
      Engine engine = engine(memory, pair, 1);
      for (int size : new int[] {0, 1, 50, 96, 97, 300, 500}) {
        int claim = engine.sendingEnd().tryClaim(500);
        dure.raw.Words.copyIn(
            numbered(77, 500),
            0,
            numbered(77, 500).length,
            engine.sendingEnd().roomAddress(claim, 500));
        engine.sendingEnd().publish(claim, 500, size, Attributes.PLAIN);
        assertThat(receive(engine))
            .hasSize(size)
            .isEqualTo(java.util.Arrays.copyOf(expected(), size));
      }
    }
  }

  private static byte[] expected() {
    return java.util.Arrays.copyOf(numbered(77, 500), 500);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void a_message_given_back_comes_again_and_says_how_often(boolean pair) {
    try (TestMemory memory = new TestMemory(3, 100, pair)) {
      Engine engine = engine(memory, pair, 1);
      for (int i = 0; i < 3; i++) {
        send(engine, numbered(i, 100));
      }
      long number = -1;
      for (int again = 0; again < 20; again++) {
        int take = engine.receivingEnd().tryTake(true, 0);
        assertThat(EngineProbe.read(engine, take)).isEqualTo(numbered(0, 100));
        assertThat(engine.receivingEnd().redelivered(take))
            .isEqualTo(pair ? again : Math.min(again, 15));
        assertThat(again == 0 || engine.receivingEnd().position(take) == number).isTrue();
        number = engine.receivingEnd().position(take);
        engine.receivingEnd().giveBack(take);
      }
      for (int i = 0; i < 3; i++) {
        assertThat(receive(engine)).isEqualTo(numbered(i, 100));
      }
      assertThat(receive(engine)).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void an_abandoned_claim_was_never_there(boolean pair) {
    try (TestMemory memory = new TestMemory(3, 100, pair)) {
      Engine engine = engine(memory, pair, 1);
      for (int i = 0; i < 50; i++) {
        engine.sendingEnd().abandon(engine.sendingEnd().tryClaim(100));
        assertThat(send(engine, numbered(i, 100))).isTrue();
        assertThat(receive(engine)).isEqualTo(numbered(i, 100));
      }
      assertThat(engine.receivingEnd().tryTake(false, 0)).isEqualTo(NOT_NOW);
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void numbers_and_senders_are_told(boolean pair) {
    try (TestMemory memory = new TestMemory(3, 100, pair)) {
      Engine sender = engine(memory, pair, 1);
      Engine receiver = engine(memory, pair, 2);
      for (int i = 0; i < 10; i++) {
        send(sender, numbered(i, 100));
        int take = receiver.receivingEnd().tryTake(false, 0);
        assertThat(receiver.receivingEnd().sender(take)).isEqualTo(1001);
        assertThat(receiver.receivingEnd().position(take)).isEqualTo(i);
        receiver.receivingEnd().release(take);
      }
    }
  }
}
