// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// In which order messages come: as they were sent, by priority as a POSIX message queue has it, or
/// by number as System V has it.
public abstract class OrderContract extends ContractPart {
  private static final int STEPS = 150;

  /// As many messages as any mailbox holds, whatever the limits of the system.
  private static final int MOST = 9;

  private final Random random = new Random(42);

  /// @param transport whose contract it is
  protected OrderContract(TransportUnderTest transport) {
    super(transport);
  }

  @Test
  void messages_come_as_they_were_sent_by_any_sender() {
    // LECTURE: 4.1
    String box = address();
    Actor mother = creator("mother", box);
    Actor father = actor("father", box);
    Actor receiver = actor("receiver", box);
    for (int i = 0; i < 10; i++) {
      (random.nextBoolean() ? mother : father).does("send m" + i);
    }
    for (int i = 0; i < 10; i++) {
      RoleMessage got = receiver.gets("receive");
      assertThat(got.text()).isEqualTo("m" + i);
      assertThat(got.position()).isEqualTo(transport.declares(Capability.STAMPED) ? i : -1);
    }
  }

  @Test
  @Needs(Capability.PRIORITY)
  void the_oldest_of_the_highest_priority_comes_first() {
    // LECTURE: 10
    String box = address();
    List<Actor> senders = List.of(creator("s0", box, "order=PRIORITY"), actor("s1", box));
    Actor receiver = actor("receiver", box);
    OrderModel model = new OrderModel();
    for (int i = 0; i < STEPS; i++) {
      if (random.nextInt(5) < 3 && model.size() < MOST) {
        int priority = random.nextInt(4);
        senders.get(i % 2).does("post m" + i + " priority=" + priority);
        model.add("m" + i, priority);
      } else {
        assertThat(textOf(receiver.does("tryReceive"))).isEqualTo(model.takeHighest());
      }
    }
    while (model.size() > 0) {
      assertThat(textOf(receiver.does("tryReceive"))).isEqualTo(model.takeHighest());
    }
  }

  @Test
  @Needs(Capability.NUMBERS)
  void a_receiver_chooses_by_number_zero_or_the_lowest() {
    // LECTURE: 10
    String box = address();
    List<Actor> senders = List.of(creator("s0", box, "order=NUMBER"), actor("s1", box));
    Actor receiver = actor("receiver", box);
    OrderModel model = new OrderModel();
    for (int i = 0; i < STEPS; i++) {
      if (random.nextInt(5) < 3 && model.size() < MOST) {
        int number = 1 + random.nextInt(4);
        senders.get(i % 2).does("post m" + i + " number=" + number);
        model.add("m" + i, number);
      } else {
        int choice = random.nextInt(11) - 5;
        assertThat(textOf(receiver.does("tryPick " + choice)))
            .as("choice " + choice)
            .isEqualTo(model.takeChosen(choice));
      }
    }
    while (model.size() > 0) {
      assertThat(textOf(receiver.does("receive"))).isEqualTo(model.takeChosen(0));
    }
  }

  @Test
  @Needs(Capability.NUMBERS)
  void each_waiting_receiver_gets_its_number_and_the_others_stay() {
    // LECTURE: 10
    String box = address();
    Actor sender = creator("sender", box, "order=NUMBER");
    Actor seven = actor("seven", box);
    Actor three = actor("three", box);
    Execution waitsForSeven = seven.begins("pick 7");
    awaitReceivers(box, 1);
    Execution waitsForThree = three.begins("pick -3");
    awaitReceivers(box, 2);
    sender.does("post five number=5");
    sender.does("post six number=6");
    waitsForSeven.staysUndone();
    waitsForThree.staysUndone();
    sender.does("post two number=2");
    assertThat(RoleMessage.of(waitsForThree.result()).number()).isEqualTo(2);
    waitsForSeven.staysUndone();
    sender.does("post seven number=7");
    assertThat(RoleMessage.of(waitsForSeven.result()).text()).isEqualTo("seven");
    assertThat(three.does("batch 2 2")).isEqualTo("five six");
  }

  @Test
  @Needs({Capability.PRIORITY, Capability.COUNTED})
  void an_urgent_message_overtakes_those_that_fill_the_mailbox() {
    String box = address();
    Actor sender = creator("sender", box, "order=PRIORITY", "capacity=3");
    Actor receiver = actor("receiver", box);
    sender.does("stream usual 3");
    Execution urgent = sender.begins("post urgent priority=9");
    urgent.staysUndone();
    assertThat(receiver.gets("receive").text()).isEqualTo("usual0");
    urgent.result();
    RoleMessage got = receiver.gets("receive");
    assertThat(got.text()).isEqualTo("urgent");
    assertThat(got.priority()).isEqualTo(9);
    assertThat(receiver.does("batch 2 2")).isEqualTo("usual1 usual2");
  }

  @Test
  @Needs(Capability.ARRIVAL)
  void a_wish_that_the_mailbox_has_no_order_for_is_refused() {
    String box = address();
    Actor sender = creator("sender", box);
    assertThat(sender.fails("post m priority=1"))
        .startsWith("IllegalArgumentException")
        .contains("order 'priority'");
    assertThat(sender.fails("post m number=1"))
        .startsWith("IllegalArgumentException")
        .contains("order 'number'");
    assertThat(sender.fails("tryPick 1")).contains("order 'number'");
    assertEmpty(box);
  }

  private static String textOf(String told) {
    return told.split(" ", 2)[0];
  }
}
