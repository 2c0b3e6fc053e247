// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a sender learns that waits for more than acceptance, and that a message it is told was not
/// received never is.
@Needs({Capability.RECEIPTS, Capability.DELIVERIES})
public abstract class ReceiptsContract extends ContractPart {
  // LECTURE: 8.1

  private static final int HAGGLES = 150;

  /// @param transport whose contract it is
  protected ReceiptsContract(TransportUnderTest transport) {
    super(transport);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ONE", "ANY", "NUMBERS"})
  void a_transfer_returns_when_the_message_is_received(Capability kind) {
    String box = address();
    Actor sender = creator("sender", box, kind.words(), "patience=60000");
    Actor receiver = actor("receiver", box);
    assertThat(sender.does("tryTransfer early")).isEqualTo("false");
    Execution transfer = sender.begins("transfer m");
    awaitDepth(box, 1);
    transfer.staysUndone();
    Execution receive = receiver.begins("receive");
    transfer.result();
    assertThat(RoleMessage.of(receive.result()).text()).isEqualTo("m");
    assertThat(transfer.interval().ended()).isGreaterThan(receive.interval().began());
    Execution hands = receiver.begins("receive");
    awaitReceivers(box, 1);
    assertThat(sender.does("tryTransfer now")).isEqualTo("true");
    assertThat(RoleMessage.of(hands.result()).text()).isEqualTo("now");
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ONE", "ANY", "NUMBERS"})
  void the_sender_learns_who_received_and_waits_for_his_word(Capability kind) {
    String box = address();
    Actor sender = creator("sender", box, kind.words());
    Actor receiver = actor("receiver", box);
    long id = participant(box, "receiver");
    Execution received = sender.begins("post a until=RECEIVED");
    assertThat(receiver.gets("deliver").text()).isEqualTo("a");
    assertThat(received.result()).isEqualTo("RECEIVED " + id);
    receiver.does("acknowledge a");
    Execution acknowledged = sender.begins("post b until=ACKNOWLEDGED");
    assertThat(receiver.gets("deliver").text()).isEqualTo("b");
    acknowledged.staysUndone();
    receiver.does("acknowledge b");
    assertThat(acknowledged.result()).isEqualTo("ACKNOWLEDGED " + id);
    assertEmpty(box);
  }

  @Test
  void the_system_chooses_and_the_sender_may_ask_who_got_it() {
    String box = address();
    Actor sender = creator("sender", box);
    for (String name : List.of("p2", "p3")) {
      Actor receiver = actor(name, box);
      Execution receive = receiver.begins("receive");
      awaitReceivers(box, 1);
      assertThat(sender.does("post m until=RECEIVED")).endsWith(" " + participant(box, name));
      receive.result();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ANY"})
  void an_asynchronous_send_goes_on_and_tells_later(Capability kind) {
    // LECTURE: 8.2
    String box = address();
    Actor sender = creator("sender", box, kind.words(), "capacity=2");
    Actor receiver = actor("receiver", box);
    for (String text : List.of("a", "b", "c", "d")) {
      sender.does("async " + text + " until=RECEIVED");
    }
    awaitLook(box, seen -> seen.depth() > 0);
    assertThat(sender.does("isSettled a")).isEqualTo("false");
    for (String text : List.of("a", "b", "c", "d")) {
      assertThat(receiver.gets("receive").text()).isEqualTo(text);
      assertThat(sender.does("outcome " + text)).endsWith(" " + participant(box, "receiver"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ONE", "ANY", "NUMBERS"})
  void a_transfer_in_vain_is_withdrawn(Capability kind) {
    String box = address();
    Actor sender = creator("sender", box, kind.words(), "capacity=2");
    Actor receiver = actor("receiver", box);
    assertThat(sender.does("transfer late within=50")).isEqualTo("false");
    assertThat(sender.does("post never until=ACKNOWLEDGED within=0")).startsWith("NOT_SENT");
    Execution interrupted = sender.begins("transfer interrupted");
    awaitDepth(box, 1);
    interrupted.interrupt();
    assertThat(interrupted.failure()).startsWith("InterruptedException");
    sender.does("send after");
    assertThat(receiver.gets("receive").text()).isEqualTo("after");
    assertThat(receiver.does("tryReceive")).isEqualTo(ReceiverRole.NOTHING);
    assertEmpty(box);
  }

  /// However close the deadline and the receiver come: what the sender was told is what happened.
  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ANY", "ZERO", "PRIORITY"})
  void who_gives_up_knows_exactly_what_was_received(Capability kind) {
    String box = address();
    Actor sender = creator("sender", box, kind.words());
    Actor receiver = actor("receiver", box);
    Execution gather = receiver.begins("gather pause=1");
    for (int longest = 2; sender.happenings("sent").isEmpty(); longest *= 2) {
      sender.does("haggle late" + longest + "- " + HAGGLES + " longest=" + longest);
      sender.does("haggle cut" + longest + "- " + HAGGLES + " interrupted=yes longest=" + longest);
    }
    endWhenAllIsReceived(List.of(sender), List.of(receiver), List.of(gather));
    assertThat(receiver.received())
        .isEqualTo(sender.happenings("sent").stream().map(RoleEvent::text).toList());
    assertThat(receiver.does("tryReceive")).isEqualTo(ReceiverRole.NOTHING);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ANY", "PRIORITY"})
  void a_sender_killed_in_a_transfer_leaves_its_message_once_or_not_at_all(Capability kind) {
    String box = address();
    Actor sender = creator("sender", box, kind.words(), "capacity=1");
    sender.begins("transfer doubtful");
    awaitDepth(box, 1);
    sender.kill();
    Actor receiver = actor("receiver", box);
    Execution receive = receiver.begins("receive");
    Actor next = actor("next", box);
    assertThat(next.does("send sound " + SURELY)).isEqualTo("true");
    RoleMessage first = RoleMessage.of(receive.result());
    if (first.text().equals("doubtful")) {
      assertThat(receiver.gets("receive").text()).isEqualTo("sound");
    } else {
      assertThat(first.text()).isEqualTo("sound");
    }
    assertThat(receiver.does("tryReceive")).isEqualTo(ReceiverRole.NOTHING);
    assertThat(next.does("trySend last")).isEqualTo("true");
    assertThat(next.does("trySend full")).isEqualTo("false");
    assertThat(receiver.gets("receive").text()).isEqualTo("last");
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ONE", "ANY", "RANKED", "PRIORITY", "NUMBERS"})
  void a_receiver_killed_with_the_message_is_followed_by_the_next(Capability kind) {
    String box = address();
    Actor sender = creator("sender", box, kind.words());
    Actor first = actor("first", box);
    Execution acknowledged = sender.begins("post m until=ACKNOWLEDGED");
    assertThat(first.gets("deliver").redelivered()).isZero();
    acknowledged.staysUndone();
    first.kill();
    Actor second = actor("second", box);
    assertThat(second.gets("deliver").redelivered()).isOne();
    acknowledged.staysUndone();
    second.does("acknowledge m");
    assertThat(acknowledged.result()).isEqualTo("ACKNOWLEDGED " + participant(box, "second"));
  }

  @Test
  void in_hand_it_cannot_be_taken_back_nor_when_it_is_given_back() {
    String box = address();
    Actor sender = creator("sender", box);
    Actor receiver = actor("receiver", box);
    postUntilReceived(sender, "post a until=ACKNOWLEDGED", receiver.begins("deliver"));
    Execution delivery = receiver.begins("deliver giveBack=yes");
    postUntilReceived(sender, "post b until=ACKNOWLEDGED", delivery);
    assertThat(receiver.gets("receive").redelivered()).isOne();
    receiver.does("acknowledge a");
    assertEmpty(box);
  }
}
