// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import org.junit.jupiter.api.Test;

/// `dure bridge`, from one terminal to another.
class BridgeCommandTest extends CommandTest {
  @Test
  void messages_go_over_it_until_a_signal_ends_it() throws InterruptedException {
    String far = TestNamespace.name("cli-far");
    try (Child bridge = process("bridge", name, far)) {
      assertThat(bridge.line()).contains(name, "trying again");
      create();
      dure("send", name, "before");
      Eventually.holds(() -> dure("bridge", "--list").out().contains(name + " -> " + far));
      Eventually.holds(() -> dure("receive", far, "--try").out().equals("before\n"));
      dure("send", name, "after");
      Eventually.holds(() -> dure("stat", name).out().contains("0 of"));
      bridge.signal("TERM");
      assertThat(bridge.awaitEnd()).isEqualTo(143);
    } finally {
      Mailbox.delete(far);
    }
    assertThat(dure("bridge", "--list").out()).doesNotContain(far);
  }

  @Test
  void it_drains_a_mailbox_and_says_what_it_cannot() {
    create();
    String far = TestNamespace.name("cli-drained");
    dure("send", name, "one");
    dure("send", name, "two");
    assertThat(dure("bridge", name, far, "--drain").status()).isZero();
    assertThat(dure("receive", far, "--count", "2").out()).isEqualTo("one\ntwo\n");
    assertThat(dure("rm", far).status()).isZero();
    assertThat(dure("bridge", name, name).status()).isEqualTo(2);
    assertThat(dure("bridge", name).err()).contains("FROM and TO");
    assertThat(dure("bridge", far, name, "--drain").status()).isEqualTo(4);
  }
}
