// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import dure.testkit.Eventually;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `kill -9` leaves: nothing to clean up, and nobody stuck.
class DeathTest extends CommandTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "--ack"})
  void the_message_in_a_killed_receivers_hands_goes_to_another(String how) throws Exception {
    create("--message-size", "1M", "--capacity", "2");
    byte[] large = new byte[1 << 20];
    dureReading(large, "send", name);
    dure("send", name, "small");
    // Nobody reads the pipe, which is smaller than the message: so it is kept in hand.
    String receive = String.join(" ", "exec", commandLine(), "receive", name, how);
    Process receiver = Child.builder("bash", "-c", receive).start();
    try {
      Eventually.holds(() -> receiver.getInputStream().available() > 0);
      receiver.destroyForcibly().waitFor();
    } finally {
      receiver.destroyForcibly();
    }
    assertThat(await(details -> true).depth()).isEqualTo(2);
    Map<String, Object> again = JsonText.object(dure("receive", name, "--json").out());
    assertThat(again).containsEntry("size", (long) large.length).containsEntry("redelivered", 1L);
    assertThat(dure("receive", name).out()).isEqualTo("small\n");
    assertThat(dure("ls").out())
        .containsPattern("\n" + name + " +0/2 +1 MiB +any +arrival +wait +system +0 +0 +0 ");
  }

  @Test
  void a_killed_sender_leaves_the_receiver_working() {
    create();
    try (Child receiver = process("receive", name, "--follow");
        Child sender = process("send", name, "--lines")) {
      sender.tell("one");
      assertThat(receiver.line()).isEqualTo("one");
      sender.kill();
      dure("send", name, "two");
      assertThat(receiver.line()).isEqualTo("two");
    }
  }

  @Test
  void a_mailbox_goes_with_the_process_that_owns_it() {
    try (Child owner = process("create", name, "--owner", "process", "--capacity", "1")) {
      assertThat(owner.line()).startsWith("dure: mailbox '" + name + "' lives as long as");
      dure("send", name, "one");
      try (Child sender = process("send", name, "two")) {
        await(details -> details.waitingToSend() == 1);
        owner.kill();
        assertThat(sender.awaitEnd()).isEqualTo(7);
        assertThat(sender.rest())
            .singleElement()
            .asString()
            .contains(name, "its owner 'dure create' (pid " + owner.pid() + ") has ended");
      }
    }
    assertThat(dure("ls").out()).doesNotContain(name);
    assertThat(dure("stat", name).status()).isEqualTo(4);
  }

  @Test
  void the_owner_ends_when_told_to_and_when_its_mailbox_is_deleted() {
    try (Child owner = process("create", name, "--owner", "process")) {
      owner.await("dure: mailbox");
      owner.signal("TERM");
      assertThat(owner.awaitEnd()).isEqualTo(143);
      assertThat(owner.rest()).isEmpty();
    }
    assertThat(dure("stat", name).status()).isEqualTo(4);
    try (Child owner = process("create", name, "--owner", "process")) {
      owner.await("dure: mailbox");
      assertThat(dure("rm", name).status()).isZero();
      assertThat(owner.awaitEnd()).isEqualTo(7);
    }
  }
}
