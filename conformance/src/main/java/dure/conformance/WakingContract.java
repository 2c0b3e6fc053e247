// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Bound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a thread waits for at a mailbox, be it of the platform or virtual: deletion, the
/// owner's death, the closing of its handle, interruption and its deadline end the wait.
public abstract class WakingContract extends ContractPart {
  /// How a wait at an empty and at a full mailbox ends when its time is over.
  private record Wait(String box, String command, String inTime) {}

  /// As long as what fills the mailbox, so that it has no room for it.
  private static final String SEND = "send m pad=500";

  private static final Duration DEADLINE = Duration.ofMillis(300);
  private static final Duration NOT_BEFORE = Duration.ofMillis(290);
  private static final Duration PUNCTUAL = Duration.ofMillis(2300);

  private final List<Wait> waits = new ArrayList<>();
  private final List<String> boxes = new ArrayList<>();

  /// @param transport whose contract it is
  protected WakingContract(TransportUnderTest transport) {
    super(transport);
  }

  /// Every kind of wait there is, at mailboxes that an owner creates.
  @BeforeEach
  void listWaits() {
    String little = transport.declares(Capability.COUNTED) ? " capacity=1" : "";
    for (Capability kind : List.of(Capability.PAIR, Capability.ONE, Capability.ANY)) {
      if (transport.declares(kind)) {
        add(kind.words(), "receive", ReceiverRole.NOTHING);
        add(kind.words() + little, SEND, "false");
      }
    }
    add("", "batch 1 2", "");
    if (transport.declares(Capability.IN_PLACE)) {
      add("", "inPlace", ReceiverRole.NOTHING);
    }
    if (transport.declares(Capability.RANKED)) {
      add(Capability.RANKED.words(), "receive", ReceiverRole.NOTHING);
    }
    if (transport.declares(Capability.NUMBERS)) {
      add(Capability.NUMBERS.words(), "pick 7", ReceiverRole.NOTHING);
      add(Capability.NUMBERS.words() + little, SEND, "false");
    }
    if (transport.declares(Capability.DELIVERIES)) {
      add("", "deliver", ReceiverRole.NOTHING);
    }
    if (transport.declares(Capability.ZERO)) {
      add(Capability.ZERO.words(), SEND, "false");
      add(Capability.ZERO.words(), "receive", ReceiverRole.NOTHING);
    }
    if (transport.declares(Capability.RECEIPTS)) {
      add("", "transfer m", "false");
      add(Capability.PAIR.words(), "transfer m", "false");
      add("", "post m until=ACKNOWLEDGED", "NOT_SENT -1");
    }
  }

  private void add(String choices, String command, String inTime) {
    String box = address();
    boxes.add(box + " " + choices);
    waits.add(new Wait(box, command, inTime));
  }

  private Actor owner(String owner) {
    Actor creator = actor("owner");
    for (int i = 0; i < boxes.size(); i++) {
      creator.does(creation(boxes.get(i), owner));
    }
    return creator;
  }

  /// An actor that has all mailboxes open, those full at which a send is to wait.
  private Actor waiter() {
    Actor actor = actor("waiter");
    for (Wait wait : waits) {
      actor.does("open " + wait.box());
      if (wait.command().equals(SEND)) {
        assertThat(actor.does("fill f pad=500 at=" + wait.box())).endsWith(" full");
      }
    }
    return actor;
  }

  /// Has an actor wait in every way there is.
  private Map<Wait, Execution> start(Actor actor, String more) {
    Map<Wait, Execution> deeds = new LinkedHashMap<>();
    waits.forEach(
        wait -> deeds.put(wait, actor.begins(wait.command() + " at=" + wait.box() + " " + more)));
    return deeds;
  }

  /// Has an actor wait in every way there is, and makes sure that it does.
  private Map<Wait, Execution> begin(Actor actor, String more) {
    Map<Wait, Execution> deeds = start(actor, more);
    deeds.values().iterator().next().staysUndone();
    deeds.values().forEach(Execution::isUndone);
    return deeds;
  }

  private static void assertFailed(Map<Wait, Execution> deeds, String exception) {
    deeds.forEach((wait, deed) ->
        assertThat(deed.failure())
            .as(wait.toString())
            .startsWith(exception)
            .contains("'" + wait.box() + "'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "virtual"})
  void on_deletion(String threads) {
    // LECTURE: 5.3
    Actor owner = owner("");
    Map<Wait, Execution> deeds = begin(waiter(), "on=" + threads);
    waits.forEach(wait -> owner.does("delete " + wait.box()));
    assertFailed(deeds, "MailboxDeletedException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "virtual"})
  @Needs(Capability.OWNED)
  void on_the_owners_death(String threads) {
    Actor owner = owner("owner=PROCESS");
    Map<Wait, Execution> deeds = begin(waiter(), "on=" + threads);
    owner.kill();
    assertFailed(deeds, "OwnerGoneException");
    deeds
        .values()
        .forEach(deed -> assertThat(deed.failure()).contains("'owner'", "pid " + owner.pid()));
  }

  @Test
  void on_the_closing_of_the_handle() {
    Actor owner = owner("");
    Actor waiter = waiter();
    Map<Wait, Execution> deeds = begin(waiter, "");
    waits.forEach(wait -> waiter.does("close at=" + wait.box()));
    assertFailed(deeds, "MailboxClosedException");
    assertThat(owner.does("settings")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "virtual"})
  void on_interruption(String threads) {
    owner("");
    Map<Wait, Execution> deeds = begin(waiter(), "on=" + threads);
    deeds.values().forEach(Execution::interrupt);
    deeds.forEach((wait, deed) ->
        assertThat(deed.failure()).as(wait.toString()).startsWith("InterruptedException"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "virtual"})
  void at_the_deadline(String threads) throws Exception {
    owner("");
    Actor waiter = waiter();
    Bound.holds(PUNCTUAL, () -> longestWait(waiter, "on=" + threads));
  }

  /// Has an actor wait in every way there is until a deadline: the longest of these waits.
  private Duration longestWait(Actor waiter, String more) {
    Duration longest = Duration.ZERO;
    Map<Wait, Execution> deeds = start(waiter, "within=" + DEADLINE.toMillis() + " " + more);
    for (Map.Entry<Wait, Execution> waited : deeds.entrySet()) {
      String wait = waited.getKey().toString();
      assertThat(waited.getValue().result()).as(wait).isEqualTo(waited.getKey().inTime());
      Duration taken = waited.getValue().interval().length();
      assertThat(taken).as(wait).isGreaterThan(NOT_BEFORE);
      longest = taken.compareTo(longest) > 0 ? taken : longest;
    }
    return longest;
  }
}
