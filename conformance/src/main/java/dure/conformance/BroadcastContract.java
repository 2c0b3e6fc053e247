// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every listener gets everything that is sent from then on, once.
@Needs(Capability.ALL)
public abstract class BroadcastContract extends ContractPart {
  // LECTURE: 6

  /// @param transport whose contract it is
  protected BroadcastContract(TransportUnderTest transport) {
    super(transport);
  }

  /// An actor that has begun to listen, by receiving for the first time.
  private Actor listener(String name, String box) {
    Actor listener = actor(name, box);
    assertThat(listener.does("tryReceive")).isEqualTo(ReceiverRole.NOTHING);
    return listener;
  }

  @Test
  void each_listener_gets_every_message_once_and_late_joiners_what_comes_later() {
    String box = address();
    Actor sender = creator("sender", box, "receivers=ALL");
    List<Actor> early = List.of(listener("a", box), listener("b", box), listener("c", box));
    sender.does("stream x 20");
    Actor late = listener("late", box);
    sender.does("stream y 20");
    List<String> second = texts("y");
    List<String> both = texts("x");
    both.addAll(second);
    for (Actor listener : early) {
      listener.does("gather most=40");
      assertThat(listener.received()).isEqualTo(both);
      assertThat(listener.does("tryReceive")).isEqualTo(ReceiverRole.NOTHING);
    }
    late.does("gather most=20");
    assertThat(late.received()).isEqualTo(second);
  }

  @Test
  void the_slowest_listener_holds_the_sender_back_until_it_leaves_or_is_killed() {
    String box = address();
    Actor sender = creator("sender", box, "receivers=ALL", "capacity=4");
    Actor quick = listener("quick", box);
    Actor slow = listener("slow", box);
    Actor slowest = listener("slowest", box);
    sender.does("stream x 4");
    quick.does("gather most=4");
    assertThat(sender.does("trySend early")).isEqualTo("false");
    Execution send = sender.begins("send next");
    send.staysUndone();
    slow.does("close");
    send.staysUndone();
    slowest.kill();
    send.result();
    assertThat(quick.gets("receive").text()).isEqualTo("next");
  }

  @Test
  @Needs(Capability.DROPPING)
  void or_it_loses_the_oldest_and_that_is_counted() {
    String box = address();
    Actor sender = creator("sender", box, "receivers=ALL", "capacity=4", "full=DROP_OLDEST");
    Actor quick = listener("quick", box);
    Actor slow = listener("slow", box);
    for (int i = 0; i < 10; i++) {
      sender.does("send x" + i);
      assertThat(quick.gets("receive").text()).isEqualTo("x" + i);
    }
    assertThat(slow.does("batch 4 10")).isEqualTo("x6 x7 x8 x9");
    assertThat(counters(box).dropped()).isEqualTo(6);
  }

  @Test
  @Needs(Capability.DROPPING)
  void who_only_reads_listens_and_nobody_knows_of_it() {
    String box = address();
    Actor sender = creator("sender", box, "receivers=ALL", "capacity=4", "full=DROP_OLDEST");
    Actor listener = listener("listener", box);
    sender.does("send before");
    int known = look(box).participants().size();
    Actor reader = actor("reader", box, "readonly=yes");
    sender.does("send x");
    assertThat(reader.gets("receive").text()).isEqualTo("x");
    reader.stop();
    assertThat(sender.does("stream y 1000")).isEqualTo("1000");
    reader.goOn();
    assertThat(reader.does("batch 4 10")).isEqualTo("y996 y997 y998 y999");
    assertThat(look(box).participants()).hasSize(known);
    assertThat(counters(box).dropped()).isZero();
    assertThat(listener.gets("receive").text()).isEqualTo("y996");
    for (String writing : List.of("send m", "trySend m", "tryDeliver")) {
      assertThat(reader.fails(writing))
          .startsWith("UnsupportedOperationException")
          .contains("'" + box + "'", "read only");
    }
  }

  @Test
  void where_everybody_is_waited_for_nobody_only_reads() {
    String box = address();
    creator("sender", box, "receivers=ALL");
    assertThat(actor("reader").fails("open " + box + " readonly=yes"))
        .startsWith("IllegalArgumentException")
        .contains("'" + box + "'", "drop-oldest");
  }

  @Test
  void nobody_listening_a_message_is_accepted_and_gone() {
    String box = address();
    Actor sender = creator("sender", box, "receivers=ALL", "capacity=2");
    assertThat(sender.does("stream x 10")).isEqualTo("10");
    Actor late = listener("late", box);
    sender.does("send next");
    assertThat(late.gets("receive").text()).isEqualTo("next");
  }

  private static List<String> texts(String prefix) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      texts.add(prefix + i);
    }
    return texts;
  }
}
