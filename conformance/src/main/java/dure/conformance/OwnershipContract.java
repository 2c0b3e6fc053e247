// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Bound;
import dure.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How long a mailbox lives, and what of it remains.
public abstract class OwnershipContract extends ContractPart {
  private static final Duration SOON = Duration.ofMillis(100);
  private static final int DEATHS_HEARD = 5;

  /// @param transport whose contract it is
  protected OwnershipContract(TransportUnderTest transport) {
    super(transport);
  }

  @Test
  @Needs(Capability.OWNED)
  void it_goes_with_its_killed_owner_and_leaves_nothing() {
    // LECTURE: 7
    String box = address();
    Actor owner = creator("owner", box, "owner=PROCESS");
    Actor sender = actor("sender", box);
    sender.does("send a");
    sender.does("send b");
    Actor receiver = actor("receiver", box);
    assertThat(receiver.gets("receive").text()).isEqualTo("a");
    owner.kill();
    Actor stranger = actor("stranger");
    assertThat(stranger.fails("open " + box)).startsWith("NoSuchMailboxException");
    assertThat(stranger.fails("status " + box)).startsWith("NoSuchMailboxException");
    assertThat(transport.traces(box)).isEmpty();
    Eventually.holds(() -> !sender.begins("look").isWell()); // who does not wait learns it soon too
    assertThat(sender.fails("send c"))
        .startsWith("OwnerGoneException")
        .contains("'owner'", "pid " + owner.pid());
    if (transport.declares(Capability.UNTAKEN_AFTER_THE_OWNER)) {
      assertThat(sender.does("untaken")).isEqualTo("b");
    }
    stranger.does(creation(box));
    assertThat(stranger.does("tryReceive")).isEqualTo(ReceiverRole.NOTHING);
  }

  @Test
  @Needs(Capability.UNTAKEN)
  void a_sender_can_list_what_nobody_has_taken() {
    String box = address();
    Actor sender = creator("sender", box);
    Actor other = actor("other", box);
    sender.does("send a");
    other.does("send b");
    sender.does("send c");
    assertThat(sender.does("untaken")).isEqualTo("a c");
    assertThat(other.does("receive")).startsWith("a ");
    assertThat(sender.does("untaken")).isEqualTo("c");
    other.does("delete " + box);
    assertThat(sender.does("untaken")).isEqualTo("c");
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ONE", "ANY", "NUMBERS"})
  @Needs(Capability.OWNED)
  void who_waits_is_woken_within_a_tenth_of_a_second(Capability kind) throws Exception {
    // LECTURE: 7
    Actor waiter = actor("waiter");
    Bound.holds(SOON, () -> waking(waiter, kind));
  }

  /// How long after their owner's death the waits at some mailboxes typically end.
  private Duration waking(Actor waiter, Capability kind) {
    Actor owner = actor("owner");
    List<Execution> waits = new ArrayList<>();
    for (int i = 0; i < DEATHS_HEARD; i++) {
      String box = address();
      owner.does(creation(box, "owner=PROCESS", kind.words()));
      enter(waiter, box);
      waits.add(waiter.begins("receive"));
      awaitReceivers(box, 1);
    }
    owner.kill(); // returns when the kernel has taken it down
    long killed = System.nanoTime();
    List<Duration> delays = new ArrayList<>();
    for (Execution wait : waits) {
      assertThat(wait.failure())
          .startsWith("OwnerGoneException")
          .contains("'owner'", "pid " + owner.pid());
      delays.add(Duration.ofNanos(wait.interval().ended() - killed));
    }
    return Bound.typical(delays);
  }

  @Test
  @Needs(Capability.OWNED)
  void it_goes_when_its_owner_closes_it_or_ends() {
    for (boolean ends : new boolean[] {false, true}) {
      String box = address();
      Actor owner = creator("owner", box, "owner=PROCESS");
      Actor other = actor("other", box);
      other.does("send m");
      if (ends) {
        owner.leaves();
      } else {
        owner.does("close");
      }
      assertThat(other.fails("receive")).startsWith("OwnerGoneException").contains("'owner'");
      assertThat(transport.traces(box)).isEmpty();
    }
  }

  @Test
  @Needs({Capability.LASTING, Capability.KEEPING})
  void what_the_system_owns_survives_every_process() {
    // LECTURE: 7
    String box = address();
    Actor creator = creator("creator", box);
    Actor other = actor("other", box);
    creator.does("send a");
    creator.kill();
    other.does("send b");
    other.leaves();
    Actor late = actor("late", box);
    assertThat(late.does("batch 2 2")).isEqualTo("a b");
    late.does("delete " + box);
    assertThat(late.fails("open " + box)).startsWith("NoSuchMailboxException");
    assertThat(transport.traces(box)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ONE", "ANY", "OWNED"})
  void any_process_that_may_use_it_may_delete_it(Capability kind) {
    // LECTURE: 7
    String box = address();
    Actor creator = creator("creator", box, kind.words());
    Actor deleter = actor("deleter", box);
    Execution receive = creator.begins("receive");
    awaitReceivers(box, 1);
    deleter.does("delete " + box);
    assertThat(receive.failure()).startsWith("MailboxDeletedException").contains("'" + box + "'");
    for (String use : List.of("send m", "tryReceive", "look")) {
      assertThat(deleter.fails(use)).startsWith("MailboxDeletedException");
    }
    assertThat(deleter.fails("delete " + box)).startsWith("NoSuchMailboxException");
    assertThat(transport.traces(box)).isEmpty();
    deleter.does(creation(box));
    Actor receiver = actor("receiver", box);
    deleter.does("send anew");
    assertThat(receiver.gets("receive").text()).isEqualTo("anew");
  }

  @Test
  void a_name_is_given_once() {
    String box = address();
    Actor first = creator("first", box);
    Actor second = actor("second");
    assertThat(second.fails(creation(box)))
        .startsWith("MailboxExistsException")
        .contains("'" + box + "'");
    first.does("delete " + box);
    second.does(creation(box));
    Actor receiver = actor("receiver", box);
    second.does("send m");
    assertThat(receiver.gets("receive").text()).isEqualTo("m");
    assertThat(first.fails("send m")).startsWith("MailboxDeletedException");
  }
}
