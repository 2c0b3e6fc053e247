// SPDX-License-Identifier: Apache-2.0
package dure;

import static org.assertj.core.api.Assertions.assertThat;

import dure.DureException.Reason;
import dure.testkit.TestNamespace;
import org.junit.jupiter.api.Test;

/// What a program switches on when something goes wrong.
class ReasonTest {
  private final String name = TestNamespace.name("reason");

  private static Reason of(Runnable call) {
    try {
      call.run();
      throw new AssertionError("nothing went wrong");
    } catch (DureException thrown) {
      return thrown.reason();
    }
  }

  @Test
  void each_way_to_fail_has_its_reason() {
    assertThat(of(() -> Mailbox.open(name))).isEqualTo(Reason.NOT_FOUND);
    assertThat(of(() -> Mailbox.open("../" + name))).isEqualTo(Reason.INVALID);
    try (Mailbox box = Mailbox.named(name).messageSize(1).create()) {
      assertThat(of(() -> Mailbox.create(name))).isEqualTo(Reason.ALREADY_EXISTS);
      assertThat(of(() -> box.trySend("long"))).isEqualTo(Reason.INVALID);
      Mailbox.delete(name);
      assertThat(of(() -> box.trySend("m"))).isEqualTo(Reason.ENDED);
      box.close();
      assertThat(of(() -> box.trySend("m"))).isEqualTo(Reason.CLOSED);
    }
  }

  @Test
  void every_exception_has_one() {
    assertThat(DureException.class.getPermittedSubclasses())
        .hasSizeGreaterThanOrEqualTo(Reason.values().length)
        .allSatisfy(type -> assertThat(type).isFinal());
  }
}
