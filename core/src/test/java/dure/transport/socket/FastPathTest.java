// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.Owner;
import dure.Receivers;
import dure.WhenFull;
import dure.testkit.TestNamespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What may be done at once is, and nothing that would have to wait, or that somebody waits for.
class FastPathTest {
  private final String name = TestNamespace.name("shortcut");

  private MailboxBuilder box() {
    return Mailbox.named(name).owner(Owner.PROCESS).capacity(Capacity.bounded(2)).messageSize(64);
  }

  private static WireReader send(String message) {
    return new WireReader(new WireWriter().i64(Op.FOREVER).rest(message.getBytes(UTF_8)).array());
  }

  private static WireReader receive() {
    return new WireReader(new WireWriter().i64(0).i64(Op.FOREVER).array());
  }

  private static boolean sends(FastPath shortcut, String message) {
    return shortcut.take(Op.SEND, send(message)) != null;
  }

  private static boolean receives(FastPath shortcut) {
    return shortcut.take(Op.RECEIVE, receive()) != null;
  }

  @Test
  void there_has_to_be_room_or_a_message() {
    try (Mailbox box = box().create()) {
      FastPath shortcut = new FastPath(box.channel());
      assertThat(receives(shortcut)).isFalse();
      assertThat(sends(shortcut, "a")).isTrue();
      assertThat(sends(shortcut, "b")).isTrue();
      assertThat(sends(shortcut, "c")).isFalse();
      assertThat(box.occupancy().depth()).isEqualTo(2);
      assertThat(receives(shortcut)).isTrue();
      assertThat(box.tryReceive().text()).isEqualTo("b");
      assertThat(shortcut.take(Op.LOOK, receive())).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Op.class,
      names = {"SEND", "TRACK", "CLAIM", "IN_PLACE", "DELIVER", "SETTLE"})
  void nobody_is_overtaken(Op underWay) {
    try (Mailbox box = box().create()) {
      FastPath shortcut = new FastPath(box.channel());
      shortcut.begun(underWay);
      assertThat(sends(shortcut, "a")).isFalse();
      shortcut.begun(underWay);
      shortcut.ended(underWay);
      assertThat(sends(shortcut, "a")).isFalse();
      shortcut.ended(underWay);
      assertThat(sends(shortcut, "a")).isTrue();
      shortcut.begun(Op.RECEIVE);
      assertThat(sends(shortcut, "b")).isTrue();
      assertThat(receives(shortcut)).isFalse();
      shortcut.ended(Op.RECEIVE);
      assertThat(receives(shortcut)).isTrue();
    }
  }

  @Test
  void where_it_could_take_time_or_be_done_twice_it_is_not_done() {
    try (Mailbox pair = box().receivers(Receivers.PAIR).create()) {
      FastPath shortcut = new FastPath(pair.channel());
      assertThat(sends(shortcut, "a")).isFalse();
      assertThat(receives(shortcut)).isFalse();
      shortcut.came(Op.SEND); // the sending end is its own now
      assertThat(sends(shortcut, "a")).isTrue();
      assertThat(receives(shortcut)).isFalse();
      shortcut.came(Op.RECEIVE);
      assertThat(receives(shortcut)).isTrue();
    }
    try (Mailbox zero = box().capacity(Capacity.zero()).create()) {
      assertThat(sends(new FastPath(zero.channel()), "a")).isFalse();
    }
    try (Mailbox large = box().messageSize((1 << 20) + 1).create()) {
      assertThat(sends(new FastPath(large.channel()), "a")).isFalse();
    }
    try (Mailbox drops = box().whenFull(WhenFull.DROP_NEWEST).create()) {
      FastPath shortcut = new FastPath(drops.channel());
      assertThat(sends(shortcut, "a")).isFalse();
      assertThat(drops.trySend("a")).isTrue();
      assertThat(receives(shortcut)).isTrue();
    }
    try (Mailbox ranked = box().receivers(Receivers.RANKED).create()) {
      FastPath shortcut = new FastPath(ranked.channel());
      assertThat(sends(shortcut, "a")).isTrue();
      assertThat(receives(shortcut)).isFalse();
    }
    try (Mailbox graves = box().deadLetters(2, name + "-dead").create()) {
      FastPath shortcut = new FastPath(graves.channel());
      assertThat(sends(shortcut, "a")).isTrue();
      assertThat(receives(shortcut)).isFalse();
    }
  }
}
