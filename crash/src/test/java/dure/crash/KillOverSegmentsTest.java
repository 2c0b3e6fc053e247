// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.Mailbox;
import dure.Message;
import dure.raw.Steps;
import dure.testkit.Child;
import dure.testkit.TestNamespace;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process dies while it gives an unbounded mailbox memory, or takes memory from it.
class KillOverSegmentsTest {
  private static final Duration SOON = Child.PATIENCE;
  private static final String LONG = "long ".repeat(2_000);
  private static final int SEGMENT = 512;
  private static final int FEW_SEGMENTS_BYTES = 5 * SEGMENT * 128 + (64 << 10);

  private final String name = TestNamespace.name("crash-segments");

  @AfterEach
  void delete() {
    Mailbox.delete(name);
  }

  private Mailbox create() {
    return Mailbox.named(name).capacity(Capacity.unbounded()).participant("survivor").create();
  }

  private void dies(int step, String... script) {
    String[] arguments = new String[script.length + 2];
    arguments[0] = name;
    arguments[1] = Kind.ANY.name();
    System.arraycopy(script, 0, arguments, 2, script.length);
    try (Child victim = Child.java(List.of("-Dcrash.step=" + step), Victim.class, arguments)) {
      victim.await("reached");
      victim.kill();
    }
  }

  private static void send(Mailbox box, int from, int to) throws InterruptedException {
    for (int i = from; i < to; i++) {
      assertThat(box.send("m" + i, SOON)).as("an unbounded mailbox takes message " + i).isTrue();
    }
  }

  private static void receive(Mailbox box, int from, int to) throws InterruptedException {
    for (int i = from; i < to; i++) {
      assertThat(Objects.requireNonNull(box.receive(SOON)).text()).isEqualTo("m" + i);
    }
  }

  private static void checkSound(Mailbox survivor) throws InterruptedException {
    for (int round = 0; round < 2; round++) {
      send(survivor, 0, 4 * SEGMENT);
      receive(survivor, 0, 4 * SEGMENT);
    }
    assertThat(survivor.tryReceive()).isNull();
    var details = Objects.requireNonNull(survivor.status().details());
    assertThat(details.depth()).isZero();
    assertThat(details.bytes()).isLessThan(FEW_SEGMENTS_BYTES);
  }

  @ParameterizedTest
  @ValueSource(ints = {Steps.GROW_BEGUN, Steps.GROW_ALLOCATED, Steps.GROW_OPENED})
  void a_sender_dies_giving_it_memory(int step) throws Exception {
    try (Mailbox survivor = create()) {
      dies(step, "open", "arm", "send");
      checkSound(survivor);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Steps.TRIM_BEGUN, Steps.TRIM_EMPTIED, Steps.TRIM_GIVEN_BACK})
  void a_receiver_dies_taking_memory(int step) throws Exception {
    try (Mailbox survivor = create()) {
      send(survivor, 0, 4 * SEGMENT);
      dies(step, "open", "arm", "drain");
      // The one in its hand comes again when its death is noticed.
      receive(survivor, 2 * SEGMENT + 1, 4 * SEGMENT);
      Message inHand = Objects.requireNonNull(survivor.receive(SOON));
      assertThat(inHand.text()).isEqualTo("m" + 2 * SEGMENT);
      assertThat(inHand.redelivered()).isOne();
      checkSound(survivor);
    }
  }

  /// Who dies giving the memory of a message back was done with it, or never sent it.
  @ParameterizedTest
  @ValueSource(strings = {"receive", "briefly", "abandon"})
  void somebody_dies_giving_a_message_s_memory_back(String how) throws Exception {
    try (Mailbox survivor = create()) {
      boolean receives = how.equals("receive");
      survivor.send(receives ? LONG : "first", SOON);
      if (receives) {
        dies(Steps.SLOT_CLEARING, "open", "arm", "receive");
      } else if (how.equals("abandon")) {
        dies(Steps.SLOT_CLEARING, "open", "long", "claim", "arm", "abandon");
      } else {
        dies(Steps.SLOT_CLEARING, "open", "long", "arm", "briefly");
      }
      survivor.send("second", SOON);
      if (!receives) {
        assertThat(Objects.requireNonNull(survivor.receive(SOON)).text()).isEqualTo("first");
      }
      Message next = Objects.requireNonNull(survivor.receive(SOON));
      assertThat(next.text()).isEqualTo("second");
      assertThat(next.redelivered()).isZero();
      checkSound(survivor);
    }
  }
}
