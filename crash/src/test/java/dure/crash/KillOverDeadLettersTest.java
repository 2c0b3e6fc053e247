// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.Message;
import dure.codec.DeadLetter;
import dure.raw.Steps;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A receiver is killed while it moves a message to the dead letters. The message ends there, once
/// or twice, each time with its origin, and both mailboxes are whole.
class KillOverDeadLettersTest {
  @ParameterizedTest
  @CsvSource({
    Steps.SLOT_TAKEN + ", 1", // nothing has been sent
    Steps.SLOT_WRITTEN + ", 1", // the dead letter is not published
    Steps.SLOT_PUBLISHED + ", 2", // it is, and the message is still in hand
    Steps.SLOT_READ + ", 2",
    Steps.SLOT_RELEASED + ", 1", // the message is gone
  })
  void a_receiver_dies_over_a_burial(int step, int letters) throws Exception {
    String grave = TestNamespace.name("grave");
    try (Mailbox dead = Mailbox.named(grave).participants(6).create();
        Scene scene = new Scene(Kind.ANY);
        Mailbox box = Scene.settings(scene.name, Kind.ANY).deadLetters(1, grave).create()) {
      box.send("poison");
      box.receiveDelivery().giveBack();
      scene.dies(step, "open arm receive");
      Eventually.holds(() -> {
        assertThat(box.tryReceive()).isNull();
        return depth(box) == 0;
      });
      for (int i = 0; i < letters; i++) {
        Message message = Objects.requireNonNull(dead.receive(Child.PATIENCE));
        DeadLetter letter = DeadLetter.of(message).orElseThrow();
        assertThat(letter.origin()).isEqualTo(box.address());
        assertThat(letter.attempts()).isPositive();
        assertThat(letter.body().text()).isEqualTo("poison");
      }
      Eventually.holds(() -> dead.tryReceive() == null && depth(dead) == 0);
      box.send("good");
      assertThat(Objects.requireNonNull(box.receive(Child.PATIENCE)).text()).isEqualTo("good");
    } finally {
      Mailbox.delete(grave);
    }
  }

  private static long depth(Mailbox box) {
    return Objects.requireNonNull(box.status().details()).depth();
  }
}
