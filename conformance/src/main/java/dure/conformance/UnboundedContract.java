// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.testkit.Volume;
import java.util.List;
import org.junit.jupiter.api.Test;

/// As many messages as come, until a named limit.
@Needs(Capability.UNBOUNDED)
public abstract class UnboundedContract extends ContractPart {
  // LECTURE: 4.4

  private static final int MANY = Volume.of(2_000);

  /// @param transport whose contract it is
  protected UnboundedContract(TransportUnderTest transport) {
    super(transport);
  }

  @Test
  void a_send_never_waits() {
    // LECTURE: 9
    String box = address();
    Actor sender = creator("sender", box, "capacity=unbounded");
    long atFirst = look(box).bytes();
    for (int i = 0; i < 100; i++) {
      assertThat(sender.does("trySend first")).isEqualTo("true");
    }
    assertThat(sender.does("stream m " + MANY + " quiet=yes pad=900")).isEqualTo("" + MANY);
    assertThat(look(box).depth()).isEqualTo(100 + MANY);
    assertThat(look(box).bytes()).as("it grows").isGreaterThan(atFirst + MANY * 900L);
    assertThat(sender.does("settings")).startsWith("unbounded ");
  }

  @Test
  void everything_comes_in_order_and_the_memory_is_given_back() {
    String box = address();
    Actor sender = creator("sender", box, "capacity=unbounded");
    Actor receiver = actor("receiver", box);
    for (int round = 0; round < 2; round++) {
      sender.does("stream m " + MANY + " quiet=yes pad=900");
      long full = look(box).bytes();
      receiver.does("gather most=" + MANY);
      List<String> received = receiver.received();
      assertThat(received).hasSize(MANY * (round + 1));
      for (int i = 0; i < MANY; i++) {
        assertThat(received.get(round * MANY + i)).isEqualTo("m" + i);
      }
      awaitLook(box, seen -> seen.bytes() < full / 2);
      assertEmpty(box);
    }
  }

  @Test
  void at_its_limit_a_send_says_so_and_nothing_is_lost() {
    String box = address();
    Actor sender = creator("sender", box, "capacity=limited");
    Actor receiver = actor("receiver", box);
    String filled = sender.does("fill m pad=900");
    assertThat(filled).contains("OutOfSharedMemoryException", "'" + box + "'");
    int accepted = Integer.parseInt(filled.substring(0, filled.indexOf(' ')));
    assertThat(accepted).isBetween(100, (int) Capacity.Unbounded.LEAST / 900);
    receiver.does("gather most=" + accepted);
    assertThat(receiver.does("tryReceive")).isEqualTo(ReceiverRole.NOTHING);
    assertThat(sender.does("trySend again")).isEqualTo("true");
    assertThat(receiver.gets("receive").text()).isEqualTo("again");
  }
}
