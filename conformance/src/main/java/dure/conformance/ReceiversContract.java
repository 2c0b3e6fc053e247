// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who gets a message when several processes share a mailbox.
public abstract class ReceiversContract extends ContractPart {
  // LECTURE: 6

  /// @param transport whose contract it is
  protected ReceiversContract(TransportUnderTest transport) {
    super(transport);
  }

  @Test
  @Needs(Capability.PAIR)
  void the_third_at_a_pair_is_refused_until_one_of_the_two_has_left() {
    String box = address();
    Actor sender = creator("sender", box, "receivers=PAIR");
    Actor receiver = actor("receiver", box);
    Actor third = actor("third");
    sender.does("send a");
    assertThat(receiver.gets("receive").text()).isEqualTo("a");
    assertThat(third.fails("open " + box)).startsWith("LinkTakenException").contains(box);
    receiver.kill();
    third.does("open " + box);
    sender.does("send b");
    assertThat(third.gets("receive").text()).isEqualTo("b");
  }

  @ParameterizedTest
  @EnumSource(names = {"ONE"})
  void one_at_a_time_receives_and_the_next_takes_over(Capability kind) {
    String box = address();
    Actor sender = creator("sender", box, kind.words());
    Actor first = actor("first", box);
    Actor second = actor("second", box);
    Actor third = actor("third", box);
    sender.does("send a");
    assertThat(first.gets("receive").text()).isEqualTo("a");
    sender.does("send b");
    assertThat(second.does("tryReceive")).isEqualTo(ReceiverRole.NOTHING);
    Execution takesOver = second.begins("receive");
    takesOver.staysUndone();
    first.does("close");
    assertThat(RoleMessage.of(takesOver.result()).text()).isEqualTo("b");
    sender.does("send c");
    Execution last = third.begins("receive");
    last.staysUndone();
    second.kill();
    assertThat(RoleMessage.of(last.result()).text()).isEqualTo("c");
  }

  @Test
  @Needs({Capability.ANY, Capability.IN_TURN})
  void those_who_wait_are_served_in_turn() {
    String box = address();
    Actor sender = creator("sender", box);
    List<Actor> receivers = gatherers(box, "", "", "");
    for (int i = 0; i < 9; i++) {
      awaitReceivers(box, 3);
      sender.does("send m" + i);
      receivers.get(i % 3).awaitHappenings(1 + i / 3);
    }
    awaitReceivers(box, 3);
    for (int i = 0; i < 3; i++) {
      assertThat(receivers.get(i).received())
          .as("receiver " + i + " of " + receivers.stream().map(Actor::received).toList())
          .containsExactly("m" + i, "m" + (i + 3), "m" + (i + 6));
    }
  }

  @Test
  @Needs(Capability.RANKED)
  void the_highest_rank_that_waits_gets_it() {
    String box = address();
    Actor sender = creator("sender", box, "receivers=RANKED");
    List<Actor> receivers = gatherers(box, "rank=1", "rank=7", "rank=7");
    for (int i = 0; i < 4; i++) {
      awaitReceivers(box, 3);
      sender.does("send m" + i);
      receivers.get(1 + i % 2).awaitHappenings(1 + i / 2);
    }
    assertThat(receivers.get(0).received()).isEmpty();
    receivers.get(1).kill();
    receivers.get(2).kill();
    sender.does("send rest");
    receivers.get(0).awaitHappenings(1);
    assertThat(receivers.get(0).received()).containsExactly("rest");
  }

  /// Receivers that begin to wait one after another.
  private List<Actor> gatherers(String box, String... choices) {
    List<Actor> gatherers = new ArrayList<>();
    while (gatherers.size() < choices.length) {
      gatherers.add(actor("r" + gatherers.size()));
    }
    for (int i = 0; i < choices.length; i++) {
      enter(gatherers.get(i), box, choices[i]).begins("gather");
      awaitReceivers(box, i + 1);
    }
    return gatherers;
  }

  /// Father, mother and grandmother write; son, daughter and grandson read.
  @Test
  void three_send_to_three_through_one_mailbox() {
    // LECTURE: 5.3
    String box = address();
    List<Actor> parents = List.of(creator("father", box), actor("mother"), actor("grandmother"));
    List<Actor> children = List.of(actor("son"), actor("daughter"), actor("grandson"));
    List<Execution> reads = new ArrayList<>();
    for (Actor child : children) {
      reads.add(enter(child, box).begins("gather"));
    }
    parents.subList(1, 3).forEach(parent -> enter(parent, box));
    List<Execution> writes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      writes.add(parents.get(i).begins("stream s" + i + "- 100"));
    }
    writes.forEach(Execution::result);
    endWhenAllIsReceived(parents, children, reads);
    assertEmpty(box);
    Ledger books = new Ledger();
    parents.forEach(books::hear);
    children.forEach(books::hear);
    books.checkAllOnce(300);
  }

  @Test
  void there_is_no_path_between_processes_that_share_no_mailbox() {
    // LECTURE: 1
    String shared = address();
    String other = address();
    Actor sender = creator("sender", shared);
    Actor stranger = creator("stranger", other);
    enter(stranger, shared);
    sender.does("send m");
    assertThat(stranger.does("tryReceive at=" + other)).isEqualTo(ReceiverRole.NOTHING);
    assertThat(stranger.gets("receive at=" + shared).text()).isEqualTo("m");
  }
}
