// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Capacity zero: a message is handed over, with both sides inside their calls, and never stored.
@Needs(Capability.ZERO)
public abstract class RendezvousContract extends ContractPart {
  /// @param transport whose contract it is
  protected RendezvousContract(TransportUnderTest transport) {
    super(transport);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ONE", "ANY", "RANKED"})
  void the_sender_waits_for_the_receiver(Capability kind) {
    // LECTURE: 8.4
    String box = address();
    Actor sender = creator("sender", box, "capacity=zero", kind.words());
    Actor receiver = actor("receiver", box);
    Execution send = sender.begins("send m");
    send.staysUndone();
    assertEmpty(box);
    Execution receive = receiver.begins("receive");
    assertThat(RoleMessage.of(receive.result()).text()).isEqualTo("m");
    assertThat(send.result()).isEqualTo("true");
    assertThat(send.interval().overlaps(receive.interval())).isTrue();
    assertEmpty(box);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ONE", "ANY", "RANKED"})
  void a_waiting_receiver_is_enough_for_a_send_that_does_not_wait(Capability kind) {
    String box = address();
    Actor sender = creator("sender", box, "capacity=zero patience=60000", kind.words());
    Actor receiver = actor("receiver", box);
    assertThat(sender.does("look")).isEqualTo("0 0 0");
    assertThat(sender.does("trySend early")).isEqualTo("false");
    Execution receive = receiver.begins("receive");
    awaitReceivers(box, 1);
    receive.staysUndone();
    assertThat(sender.does("look")).isEqualTo("0 1 1");
    Execution send = sender.begins("trySend m");
    assertThat(send.result()).isEqualTo("true");
    assertThat(RoleMessage.of(receive.result()).text()).isEqualTo("m");
    assertThat(send.interval().overlaps(receive.interval())).isTrue();
  }

  @Test
  void nothing_is_ever_stored() {
    // LECTURE: 9
    String box = address();
    Actor sender = creator("sender", box, "capacity=zero");
    Actor receiver = actor("receiver", box);
    assertThat(sender.does("trySend a")).isEqualTo("false");
    assertThat(sender.does("send b within=50")).isEqualTo("false");
    Execution interrupted = sender.begins("send c");
    interrupted.staysUndone();
    interrupted.interrupt();
    assertThat(interrupted.failure()).startsWith("InterruptedException");
    Execution dead = sender.begins("send d");
    dead.staysUndone();
    sender.kill();
    assertEmpty(box);
    assertThat(receiver.does("tryReceive")).isEqualTo(ReceiverRole.NOTHING);
    actor("next", box).begins("send e");
    assertThat(receiver.gets("receive").text()).isEqualTo("e");
    assertThat(receiver.does("tryReceive")).isEqualTo(ReceiverRole.NOTHING);
    assertEmpty(box);
  }

  @Test
  void many_meet_many_and_each_message_is_one_meeting() {
    String box = address();
    int each = 30;
    List<Actor> senders = new ArrayList<>();
    List<Actor> receivers = new ArrayList<>();
    List<Execution> meetings = new ArrayList<>();
    List<Execution> offers = new ArrayList<>();
    senders.add(creator("s0", box, "capacity=zero"));
    senders.add(actor("s1", box));
    for (int i = 0; i < 3; i++) {
      receivers.add(actor("r" + i, box));
      meetings.add(receivers.get(i).begins("gather"));
    }
    for (int i = 0; i < senders.size(); i++) {
      offers.add(senders.get(i).begins("stream s" + i + "- " + each));
    }
    offers.forEach(Execution::result);
    endWhenAllIsReceived(senders, receivers, meetings);
    Map<String, RoleEvent> sent = byText(senders, "sent");
    Map<String, RoleEvent> got = byText(receivers, "got");
    assertThat(sent).hasSize(2 * each);
    assertThat(got.keySet()).isEqualTo(sent.keySet());
    got.forEach((text, receive) -> assertThat(sent.get(text)).as(text).matches(receive::overlaps));
    assertEmpty(box);
  }

  /// A message that came twice fails here too.
  private static Map<String, RoleEvent> byText(List<Actor> actors, String what) {
    return actors.stream()
        .flatMap(actor -> actor.happenings(what).stream())
        .collect(Collectors.toMap(RoleEvent::text, Function.identity()));
  }
}
