// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.Message;
import dure.raw.Steps;
import dure.testkit.Child;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process dies while it sends to all or listens with them: the others go on, and get everything.
class KillAtBroadcastTest {
  private static final Duration SOON = Child.PATIENCE;

  /// Two laps and a half: senders find room, and the listener gets each message once.
  private static void checkSound(Mailbox listener, String... first) throws InterruptedException {
    for (String text : first) {
      assertThat(Objects.requireNonNull(listener.receive(SOON)).text()).isEqualTo(text);
    }
    for (int i = 0; i < 2 * Scene.CAPACITY + 2; i++) {
      assertThat(listener.send("m" + i, SOON)).as("room for message " + i).isTrue();
      assertThat(Objects.requireNonNull(listener.receive(SOON)).text()).isEqualTo("m" + i);
    }
    for (int i = 0; i < Scene.CAPACITY; i++) {
      assertThat(listener.send("full" + i, SOON)).isTrue();
    }
    assertThat(listener.trySend("one too many")).isFalse();
    List<Message> all = listener.receive(Scene.CAPACITY, 9, SOON);
    assertThat(all).hasSize(Scene.CAPACITY).allMatch(message -> message.text().startsWith("full"));
  }

  private static Mailbox listener(Scene scene) {
    return Scene.settings(scene.name, Kind.CAST).listening().create();
  }

  @ParameterizedTest
  @ValueSource(ints = {Steps.CAST_CLAIMED, Steps.CAST_WRITTEN})
  void a_sender_dies_before_its_message_is_accepted(int step) throws Exception {
    try (Scene scene = new Scene(Kind.CAST);
        Mailbox survivor = listener(scene)) {
      survivor.send("before");
      scene.dies(step, "open arm send");
      survivor.send("after");
      checkSound(survivor, "before", "after");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Steps.CAST_PUBLISHED})
  void a_sender_dies_after_its_message_is_accepted(int step) throws Exception {
    try (Scene scene = new Scene(Kind.CAST);
        Mailbox survivor = listener(scene)) {
      scene.dies(step, "open arm send");
      checkSound(survivor, "v0");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Steps.CAST_HANDED_BACK})
  void a_sender_dies_giving_up(int step) throws Exception {
    try (Scene scene = new Scene(Kind.CAST);
        Mailbox survivor = listener(scene)) {
      scene.dies(step, "open claim arm abandon");
      checkSound(survivor);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Steps.CAST_LISTENS})
  void a_listener_dies_that_has_just_come(int step) throws Exception {
    try (Scene scene = new Scene(Kind.CAST);
        Mailbox survivor = listener(scene)) {
      survivor.send("before");
      scene.dies(step, "open arm receive");
      checkSound(survivor, "before");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Steps.CAST_TAKEN, Steps.CAST_READ, Steps.CAST_RELEASED})
  void a_listener_dies_over_a_message(int step) throws Exception {
    try (Scene scene = new Scene(Kind.CAST);
        Mailbox survivor = listener(scene)) {
      var victim = scene.victim(step, "listen wait arm inplace");
      victim.await("waits");
      survivor.send("both");
      victim.tell("");
      victim.await("reached");
      victim.kill();
      checkSound(survivor, "both");
    }
  }
}
