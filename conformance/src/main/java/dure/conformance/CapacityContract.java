// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A finite number of messages, exact, and a wait at each of its ends.
public abstract class CapacityContract extends ContractPart {
  /// @param transport whose contract it is
  protected CapacityContract(TransportUnderTest transport) {
    super(transport);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ONE", "ANY", "RANKED", "PRIORITY", "NUMBERS"})
  @Needs(Capability.COUNTED)
  void the_send_after_the_last_room_waits_until_one_is_taken(Capability kind) {
    // LECTURE: 4.3, 9
    String box = address();
    Actor sender = creator("sender", box, kind.words(), "capacity=3");
    Actor receiver = actor("receiver", box);
    for (int round = 0; round < 2; round++) {
      assertThat(sender.does("trySend a")).isEqualTo("true");
      sender.does("send b");
      assertThat(sender.does("send c " + SURELY + "")).isEqualTo("true");
      assertThat(sender.does("trySend d")).isEqualTo("false");
      assertThat(sender.does("look")).startsWith("3 0 ");
      Execution send = sender.begins("send d");
      awaitSenders(box, 1);
      send.staysUndone();
      assertThat(receiver.gets("tryReceive").text()).isEqualTo("a");
      send.result();
      assertDepth(box, 3);
      assertThat(sender.does("trySend e")).isEqualTo("false");
      assertThat(receiver.does("batch 3 3")).isEqualTo("b c d");
      assertEmpty(box);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ONE", "ANY", "RANKED", "PRIORITY", "NUMBERS"})
  void a_receiver_waits_until_one_message_is_there(Capability kind) {
    // LECTURE: 4.3
    String box = address();
    Actor sender = creator("sender", box, kind.words());
    Actor receiver = actor("receiver", box);
    List<String> forms = new ArrayList<>(List.of("receive"));
    if (transport.declares(Capability.DELIVERIES)) {
      forms.add("deliver");
    }
    if (transport.declares(Capability.IN_PLACE)) {
      forms.add("inPlace");
    }
    for (String form : forms) {
      Execution receive = receiver.begins(form);
      awaitReceivers(box, 1);
      receive.staysUndone();
      sender.does("send m-" + form);
      assertThat(receive.result()).startsWith("m-" + form);
      if (form.equals("deliver")) {
        receiver.does("acknowledge m-deliver");
      }
    }
    assertThat(receiver.does("tryReceive")).isEqualTo(ReceiverRole.NOTHING);
  }

  /// The other reading of waiting at an empty buffer.
  @Test
  @Needs(Capability.COUNTED)
  void a_receiver_may_wait_until_it_is_full() {
    // LECTURE: 4.3
    String box = address();
    Actor sender = creator("sender", box, "capacity=3");
    Actor receiver = actor("receiver", box);
    Execution full = receiver.begins("batch 3 3");
    sender.does("send a");
    sender.does("send b");
    full.staysUndone();
    sender.does("send c");
    assertThat(full.result()).isEqualTo("a b c");
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ONE", "ANY", "RANKED"})
  @Needs(Capability.COUNTED)
  void a_small_ring_comes_round_many_times(Capability kind) {
    // LECTURE: 4.2
    String box = address();
    Actor sender = creator("sender", box, kind.words(), "capacity=10");
    Actor receiver = actor("receiver", box);
    int count = 500;
    Execution stream = sender.begins("stream m " + count + " quiet=yes");
    Execution gather = receiver.begins("gather most=" + count);
    assertThat(stream.result()).isEqualTo("" + count);
    assertThat(gather.result()).isEqualTo("" + count);
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add("m" + i);
    }
    assertThat(receiver.received()).isEqualTo(sent);
    assertEmpty(box);
  }

  /// In whatever way it counts.
  @Test
  void what_is_full_takes_as_much_again_when_it_has_been_emptied() {
    String box = address();
    Actor sender = creator("sender", box);
    Actor receiver = actor("receiver", box);
    String full = sender.does("fill a pad=500");
    assertThat(full).endsWith(" full").isNotEqualTo("0 full");
    int count = Integer.parseInt(full.substring(0, full.indexOf(' ')));
    Execution send = sender.begins("send last pad=500");
    send.staysUndone();
    receiver.does("gather most=" + (count + 1));
    send.result();
    assertThat(receiver.does("tryReceive")).isEqualTo(ReceiverRole.NOTHING);
    assertThat(receiver.received()).hasSize(count + 1).startsWith("a0").endsWith("last");
    assertThat(sender.does("fill b pad=500")).isEqualTo(full);
  }

  @Test
  void two_mailboxes_of_the_same_two_processes_have_nothing_in_common() {
    // LECTURE: 5.3
    String left = address();
    String right = address();
    Actor sender = creator("sender", left);
    sender.does(creation(right));
    Actor receiver = actor("receiver", left);
    receiver.does("open " + right);
    assertThat(sender.does("fill l at=" + left + " pad=500")).endsWith(" full");
    assertThat(receiver.does("tryReceive at=" + right)).isEqualTo(ReceiverRole.NOTHING);
    assertThat(sender.does("trySend r at=" + right)).isEqualTo("true");
    assertThat(sender.does("trySend s at=" + right)).isEqualTo("true");
    assertThat(receiver.gets("receive at=" + right).text()).isEqualTo("r");
    assertThat(receiver.gets("receive at=" + left).text()).isEqualTo("l0");
  }

  @Test
  @Needs({Capability.COUNTED, Capability.REFUSING, Capability.ARRIVAL, Capability.LASTING})
  void what_its_creator_chose_can_be_read_by_all() {
    String box = address();
    Actor creator = creator("creator", box, "capacity=7 full=REFUSE");
    Actor visitor = actor("visitor", box);
    String owner = transport.declares(Capability.LASTING) ? "SYSTEM" : "PROCESS";
    assertThat(visitor.does("settings")).isEqualTo("7 ANY ARRIVAL REFUSE " + owner);
    assertThat(creator.does("settings")).isEqualTo(visitor.does("settings"));
    assertThat(creator.fails(creation(box))).startsWith("MailboxExistsException");
  }

  @Test
  void a_message_can_be_received_into_a_buffer_of_the_callers() {
    // LECTURE: 9
    String box = address();
    Actor sender = creator("sender", box);
    Actor receiver = actor("receiver", box);
    Execution receive = receiver.begins("into");
    sender.does("send explicit");
    assertThat(receive.result()).isEqualTo("explicit");
  }
}
