// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the plain forms of a send promise: blocking, timed and not waiting at all, done when the
/// message is accepted.
public abstract class SendsContract extends ContractPart {
  /// @param transport whose contract it is
  protected SendsContract(TransportUnderTest transport) {
    super(transport);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ANY", "PRIORITY"})
  @Needs(Capability.KEEPING)
  void an_accepted_message_needs_no_receiver_and_survives_its_sender(Capability kind) {
    // LECTURE: 5.1
    String box = address();
    creator("keeper", box, kind.words());
    Actor sender = actor("sender", box);
    sender.does("send a");
    sender.does("send b");
    sender.kill();
    Actor next = actor("next", box);
    next.does("send c");
    next.leaves();
    Actor receiver = actor("receiver", box);
    assertThat(receiver.does("batch 3 3")).isEqualTo("a b c");
    assertThat(receiver.does("tryReceive")).isEqualTo(ReceiverRole.NOTHING);
  }

  @Test
  @Needs(Capability.COUNTED)
  void a_send_that_does_not_wait_goes_on_beside_a_receiver_that_does_not() {
    // LECTURE: 8.2
    String box = address();
    Actor sender = creator("sender", box, "capacity=1");
    Actor receiver = actor("receiver", box);
    receiver.stop();
    assertThat(sender.does("trySend a")).isEqualTo("true");
    assertThat(sender.does("trySend b")).isEqualTo("false");
    assertThat(sender.does("send c within=50")).isEqualTo("false");
    receiver.goOn();
    assertThat(receiver.gets("receive").text()).isEqualTo("a");
    assertThat(receiver.does("tryReceive")).isEqualTo(ReceiverRole.NOTHING);
  }

  @Test
  void what_is_done_to_the_array_after_the_send_changes_nothing() {
    // LECTURE: 1
    String box = address();
    Actor sender = creator("sender", box);
    Actor receiver = actor("receiver", box);
    sender.does("scribble clean");
    assertThat(receiver.gets("receive").text()).isEqualTo("clean");
  }

  @Test
  @Needs({Capability.COUNTED, Capability.DEPTH, Capability.PARTICIPANTS})
  void a_sender_may_look_before_it_sends() {
    // LECTURE: 8.4
    String box = address();
    Actor sender = creator("sender", box, "capacity=2");
    Actor receiver = actor("receiver", box);
    assertThat(sender.does("look")).isEqualTo("0 2 0");
    sender.does("send a");
    assertThat(sender.does("look")).isEqualTo("1 1 0");
    receiver.does("receive");
    Execution receive = receiver.begins("receive");
    awaitReceivers(box, 1);
    assertThat(sender.does("look")).isEqualTo("0 2 1");
    sender.does("send b");
    receive.result();
  }

  /// Any way to send with any way to receive.
  @Test
  @Needs({Capability.RECEIPTS, Capability.DELIVERIES, Capability.IN_PLACE})
  void every_send_meets_every_receive() {
    // LECTURE: 8.3
    String box = address();
    Actor sender = creator("sender", box);
    Actor receiver = actor("receiver", box);
    List<String> met = new ArrayList<>();
    for (String send : List.of("send", "trySend", "transfer", "post", "async")) {
      for (String receive : List.of("receive", "tryReceive", "inPlace", "deliver", "into")) {
        String text = send + "-" + receive;
        Execution sent = sender.begins(send + " " + text);
        awaitDepth(box, 1);
        assertThat(receiver.does(receive)).startsWith(text);
        sent.result();
        if (receive.equals("deliver")) {
          receiver.does("acknowledge " + text);
        }
        met.add(text);
      }
    }
    assertThat(met).hasSize(25);
    assertEmpty(box);
  }

  @Test
  @Needs(Capability.SIZED)
  void messages_too_large_are_refused_and_nothing_is_sent() {
    String box = address();
    Actor sender = creator("sender", box, "size=100");
    assertThat(sender.fails("send m pad=101")).startsWith("MessageTooLargeException");
    assertThat(sender.does("trySend m pad=100")).isEqualTo("true");
    assertDepth(box, 1);
  }
}
