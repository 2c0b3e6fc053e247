// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dure.MailboxStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of the next message when a mailbox is full, and how a sender makes sure of one.
@Needs(Capability.COUNTED)
public abstract class WhenFullContract extends ContractPart {
  /// @param transport whose contract it is
  protected WhenFullContract(TransportUnderTest transport) {
    super(transport);
  }

  private Actor full(String box, Capability kind, String whenFull) {
    Actor sender = creator("sender", box, "capacity=2", kind.words(), "full=" + whenFull);
    sender.does("send a");
    sender.does("send b");
    return sender;
  }

  private void assertLeft(String box, String texts, int dropped) {
    assertDepth(box, 2);
    MailboxStatus.Counters counters = look(box).counters();
    if (counters != null) {
      assertThat(counters.dropped()).isEqualTo(dropped);
    } else {
      assertThat(dropped).isZero();
    }
    assertThat(actor("receiver", box).does("batch 2 3")).isEqualTo(texts);
    assertEmpty(box);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ANY", "PRIORITY"})
  void the_sender_waits(Capability kind) {
    String box = address();
    Actor sender = full(box, kind, "WAIT");
    Execution send = sender.begins("send c");
    send.staysUndone();
    assertThat(sender.does("send d within=50")).isEqualTo("false");
    Actor receiver = actor("receiver", box);
    assertThat(receiver.gets("receive").text()).isEqualTo("a");
    send.result();
    receiver.leaves();
    assertLeft(box, "b c", 0);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ANY", "PRIORITY"})
  @Needs(Capability.REFUSING)
  void the_sender_is_refused_at_once(Capability kind) {
    String box = address();
    Actor sender = full(box, kind, "REFUSE");
    assertThat(sender.fails("send c"))
        .startsWith("MailboxFullException")
        .contains("'" + box + "'", "nothing was sent");
    assertThat(sender.does("send c within=100000")).isEqualTo("false");
    assertThat(sender.does("trySend c")).isEqualTo("false");
    assertLeft(box, "a b", 0);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ANY", "PRIORITY"})
  @Needs(Capability.DROPPING)
  void the_oldest_makes_room_and_is_counted(Capability kind) {
    String box = address();
    Actor sender = full(box, kind, "DROP_OLDEST");
    sender.does("send c");
    assertThat(sender.does("trySend d")).isEqualTo("true");
    assertThat(sender.does("send e " + SURELY + "")).isEqualTo("true");
    assertLeft(box, "d e", 3);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ANY", "PRIORITY"})
  @Needs(Capability.DROPPING)
  void the_newest_is_gone_and_counted(Capability kind) {
    String box = address();
    Actor sender = full(box, kind, "DROP_NEWEST");
    sender.does("send c");
    assertThat(sender.does("trySend d")).isEqualTo("false");
    assertThat(sender.does("send e " + SURELY + "")).isEqualTo("false");
    assertLeft(box, "a b", 3);
  }

  /// However the messages of several senders and the receiver's pace fall out: what was sent was
  /// received or dropped, and the drops are counted.
  @Test
  @Needs(Capability.DROPPING)
  void nothing_is_lost_in_silence() {
    // LECTURE: 8.2
    String box = address();
    Actor one = creator("one", box, "capacity=3", "full=DROP_OLDEST");
    Actor two = actor("two", box);
    Actor receiver = actor("receiver", box);
    Execution gather = receiver.begins("gather pause=1");
    Execution stream = two.begins("stream two 300 quiet=yes");
    one.does("stream one 300 quiet=yes");
    stream.result();
    awaitDepth(box, 0);
    gather.interrupt();
    int received = Integer.parseInt(gather.result());
    assertThat(counters(box).dropped()).isEqualTo(600 - received).isPositive();
    assertThat(new HashSet<>(receiver.received())).hasSize(received);
  }

  /// The receiver works so long that the sender cannot know, and sends again.
  @Test
  @Needs({Capability.NUMBERS, Capability.RECEIPTS, Capability.DELIVERIES})
  void a_message_sent_again_is_known_by_its_number() {
    // LECTURE: 8.2
    String box = address();
    Actor sender = creator("sender", box, "order=NUMBER");
    Actor receiver = actor("receiver", box);
    Execution first = receiver.begins("deliver");
    postUntilReceived(sender, "post bill number=1 until=ACKNOWLEDGED", first);
    RoleMessage bill = RoleMessage.of(first.result());
    receiver.does("acknowledge bill");
    Execution again = sender.begins("post bill number=1 until=ACKNOWLEDGED");
    assertThat(receiver.gets("deliver").number()).isEqualTo(bill.number()).isOne();
    receiver.does("acknowledge bill");
    assertThat(again.result()).startsWith("ACKNOWLEDGED");
  }

  /// Sender and receiver are killed in between; who follows goes on at the first number that is not
  /// known to be done. By their numbers, all messages are there once.
  @Test
  @Needs({Capability.NUMBERS, Capability.RECEIPTS, Capability.DELIVERIES})
  void whoever_is_killed_sending_again_makes_sure() {
    String box = address();
    Actor sender = creator("sender", box, "order=NUMBER", "capacity=2");
    Actor receiver = actor("receiver", box);
    receiver.begins("labour work=1 most=50");
    sender.begins("insist m 1 100");
    sender.awaitHappenings(20);
    receiver.kill(); // perhaps between acknowledging a message and telling so
    Actor heir = actor("heir", box);
    heir.does("labour work=1 most=40"); // these and those before leave some for the sender
    sender.kill();
    Execution labour = heir.begins("labour work=1");
    int done = sender.happenings("sent").size();
    actor("follower", box).does("insist m " + (done + 1) + " 100");
    awaitDepth(box, 0);
    labour.interrupt();
    labour.result();
    Set<Long> numbers = new HashSet<>(numbersIn(receiver.happenings("got")));
    numbers.addAll(numbersIn(heir.happenings("acknowledged")));
    assertThat(numbers).hasSize(100);
    assertThat(numbers).containsAll(IntStream.rangeClosed(1, 100).mapToObj(Long::valueOf).toList());
    assertThat(done).isBetween(20, 99);
    assertEmpty(box);
  }

  private static Set<Long> numbersIn(List<RoleEvent> happenings) {
    Set<Long> numbers = new HashSet<>();
    happenings.forEach(happening -> numbers.add(happening.got().number()));
    return numbers;
  }
}
