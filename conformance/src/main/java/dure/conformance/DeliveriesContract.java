// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Bound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A message in its receiver's hand until the receiver says what came of it, or dies.
@Needs(Capability.DELIVERIES)
public abstract class DeliveriesContract extends ContractPart {
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  /// @param transport whose contract it is
  protected DeliveriesContract(TransportUnderTest transport) {
    super(transport);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ANY", "PRIORITY"})
  void acknowledged_it_is_gone_and_given_back_it_comes_again(Capability kind) {
    String box = address();
    Actor sender = creator("sender", box, kind.words());
    Actor receiver = actor("receiver", box);
    sender.does("send m");
    RoleMessage first = receiver.gets("deliver");
    assertThat(first.redelivered()).isZero();
    assertDepth(box, 1);
    receiver.does("giveBack m");
    RoleMessage second = receiver.gets("deliver");
    assertThat(second.redelivered()).isOne();
    assertThat(second.position()).isEqualTo(first.position());
    receiver.does("acknowledge m");
    receiver.does("acknowledge m");
    receiver.does("giveBack m");
    assertThat(receiver.does("tryDeliver")).isEqualTo(ReceiverRole.NOTHING);
    assertEmpty(box);
  }

  @ParameterizedTest
  @EnumSource(names = {"ANY", "NUMBERS"})
  void a_stopped_receiver_keeps_it(Capability kind) {
    String box = address();
    Actor sender = creator("sender", box, kind.words());
    Actor stopped = actor("stopped", box);
    Actor other = actor("other", box);
    Actor dies = actor("dies", box);
    sender.does("send m");
    sender.does("send n");
    stopped.does("deliver");
    dies.does("deliver");
    stopped.stop();
    dies.kill(); // the next sweep has passed over the stopped one
    assertThat(other.gets("deliver").text()).isEqualTo("n");
    assertThat(other.does("tryDeliver")).isEqualTo(ReceiverRole.NOTHING);
    stopped.goOn();
    stopped.does("acknowledge m");
    assertThat(other.does("tryDeliver")).isEqualTo(ReceiverRole.NOTHING);
    other.does("acknowledge n");
    assertEmpty(box);
  }

  @ParameterizedTest
  @EnumSource(names = {"ONE", "ANY", "RANKED", "PRIORITY", "NUMBERS"})
  void when_its_receiver_is_killed_the_next_gets_it_at_once(Capability kind) throws Exception {
    Bound.holds(AT_ONCE, () -> takeOver(kind));
  }

  /// How long after the death of the first receiver the second typically has its message.
  private Duration takeOver(Capability kind) {
    List<String> boxes = List.of(address(), address(), address());
    Actor sender = actor("sender");
    Actor first = actor("first");
    Actor second = actor("second");
    Actor third = actor("third");
    List<Execution> waits = new ArrayList<>();
    for (String box : boxes) {
      sender.does(creation(box, kind.words()));
      sender.does("send " + box);
      List.of(first, second, third).forEach(receiver -> enter(receiver, box));
      first.does("deliver");
      waits.add(second.begins("deliver"));
      awaitReceivers(box, 1);
    }
    first.kill();
    long killed = System.nanoTime();
    List<Duration> delays = new ArrayList<>();
    for (Execution wait : waits) {
      assertThat(RoleMessage.of(wait.result()).redelivered()).isOne();
      delays.add(Duration.ofNanos(wait.interval().ended() - killed));
    }
    second.kill();
    for (String box : boxes) {
      assertThat(third.gets("deliver at=" + box).redelivered()).isEqualTo(2);
      third.does("acknowledge " + box);
      assertThat(counters(box).redelivered()).isEqualTo(2);
      assertEmpty(box);
    }
    return Bound.typical(delays);
  }

  @Test
  @Needs(Capability.PAIR)
  void the_next_receiver_of_a_pair_gets_what_the_killed_one_had() {
    String box = address();
    Actor sender = creator("sender", box, Capability.PAIR.words());
    Actor first = actor("first", box);
    sender.does("send a");
    sender.does("send b");
    first.does("deliver");
    first.kill();
    Actor second = actor("second", box);
    RoleMessage again = second.gets("receive");
    assertThat(again.text()).isEqualTo("a");
    assertThat(again.redelivered()).isOne();
    assertThat(second.gets("receive").redelivered()).isZero();
  }

  @Test
  void closing_gives_back_what_is_in_hand() {
    String box = address();
    Actor sender = creator("sender", box);
    Actor first = actor("first", box);
    sender.does("send m");
    first.does("deliver");
    first.does("close");
    assertThat(actor("second", box).gets("receive").redelivered()).isOne();
    assertThat(first.fails("acknowledge m")).startsWith("MailboxClosedException");
  }

  @ParameterizedTest
  @EnumSource(names = {"PAIR", "ANY", "NUMBERS"})
  @Needs(Capability.DEAD_LETTERS)
  void what_comes_to_nothing_too_often_ends_among_the_dead_letters(Capability kind) {
    String grave = address();
    String box = address();
    Actor undertaker = creator("undertaker", grave);
    Actor sender = creator("sender", box, kind.words(), "attempts=2", "grave=" + grave);
    Actor first = actor("first", box);
    sender.does("send poison");
    sender.does("send good");
    assertThat(first.gets("deliver").text()).isEqualTo("poison");
    first.does("giveBack poison");
    assertThat(first.gets("deliver").text()).isEqualTo("poison");
    first.kill();
    Actor second = actor("second", box);
    RoleMessage got = second.gets("deliver");
    assertThat(got.text()).isEqualTo("good");
    second.does("acknowledge good");
    RoleMessage letter = undertaker.gets("receive");
    assertThat(letter.text()).isEqualTo("poison");
    assertThat(letter.origin()).isEqualTo(box);
    assertThat(letter.attempts()).isEqualTo(2);
    assertThat(counters(box).dead()).isOne();
    assertEmpty(box);
  }

  @Test
  void a_receiver_has_no_more_in_hand_than_allowed() {
    String box = address();
    Actor sender = creator("sender", box, "maxInFlight=2");
    Actor receiver = actor("receiver", box);
    Actor other = actor("other", box);
    for (String text : new String[] {"a", "b", "c", "d"}) {
      sender.does("send " + text);
    }
    receiver.does("deliver");
    receiver.does("deliver");
    assertThat(receiver.does("tryDeliver")).isEqualTo(ReceiverRole.NOTHING);
    Execution bounded = receiver.begins("deliver");
    bounded.staysUndone();
    assertThat(other.gets("deliver").text()).isEqualTo("c");
    receiver.does("acknowledge b");
    assertThat(RoleMessage.of(bounded.result()).text()).isEqualTo("d");
  }
}
