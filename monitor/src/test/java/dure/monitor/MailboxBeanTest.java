// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Address;
import dure.Capacity;
import dure.Mailbox;
import dure.MailboxStatus.Counters;
import dure.MailboxStatus.Details;
import dure.Message;
import dure.testkit.AsyncCall;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/// What a management tool reads of the mailboxes of this process.
class MailboxBeanTest {
  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  private static Object read(ObjectName bean, String attribute) throws Exception {
    return SERVER.getAttribute(bean, attribute);
  }

  private static ObjectName bean(String address) throws Exception {
    return BeanObserver.name(Address.of(address));
  }

  @Test
  void its_figures_are_those_of_the_status() throws Exception {
    String name = TestNamespace.name("orders");
    try (Mailbox box =
        Mailbox.named(name).capacity(Capacity.bounded(7)).participant("clerk").create()) {
      for (int i = 0; i < 3; i++) {
        box.send("order " + i);
      }
      try (Child receiver = Child.java(HoldingReceiver.class, name)) {
        receiver.await("holds order 0");
        receiver.kill();
      }
      assertThat(box.receive(3, 3, Child.PATIENCE).stream().map(Message::text))
          .as("what the killed receiver had in hand comes again")
          .containsExactlyInAnyOrder("order 0", "order 1", "order 2");
      box.send("order 3");
      box.send("order 4");
      Details details = Objects.requireNonNull(box.status().details());
      Counters counters = Objects.requireNonNull(details.counters());
      ObjectName bean = bean(name);
      assertThat(bean.getCanonicalName()).isEqualTo("dure:name=" + name + ",type=Mailbox");
      Eventually.holds(() -> read(bean, "Received").equals(counters.received()));
      assertThat(read(bean, "Address")).isEqualTo(name);
      assertThat(read(bean, "Condition")).isEqualTo("LIVE");
      assertThat(read(bean, "Capacity")).isEqualTo("7");
      assertThat(read(bean, "Bytes")).isEqualTo(details.bytes());
      assertThat(read(bean, "MessageSize")).isEqualTo(details.settings().messageSize());
      assertThat(read(bean, "Depth")).isEqualTo(details.depth()).isEqualTo(2L);
      assertThat(read(bean, "Sent")).isEqualTo(counters.sent()).isEqualTo(5L);
      assertThat(read(bean, "Redelivered")).isEqualTo(counters.redelivered()).isEqualTo(1L);
      assertThat(read(bean, "Repaired")).isEqualTo(counters.repaired()).isEqualTo(1L);
      assertThat(read(bean, "Passed")).isEqualTo(counters.passed());
      assertThat(read(bean, "Dropped")).isEqualTo(counters.dropped());
      assertThat(read(bean, "Dead")).isEqualTo(counters.dead());
      assertThat(read(bean, "Senders")).isEqualTo(1L);
      assertThat(read(bean, "Receivers")).isEqualTo(1L);
      assertThat((String[]) read(bean, "Participants"))
          .containsExactly("clerk (" + ProcessHandle.current().pid() + ")");
    } finally {
      Mailbox.delete(name);
    }
  }

  @Test
  void it_shows_a_thread_that_waits() throws Exception {
    String name = TestNamespace.name("idle");
    try (Mailbox box = Mailbox.create(name)) {
      AsyncCall<String> receiver = AsyncCall.start(() -> box.receive().text()).awaitAsleep();
      Eventually.holds(() -> read(bean(name), "WaitingToReceive").equals(1L));
      box.send("at last");
      assertThat(receiver.result()).isEqualTo("at last");
    } finally {
      Mailbox.delete(name);
    }
  }

  @Test
  void it_is_there_from_the_first_handle_to_the_last() throws Exception {
    String name = TestNamespace.name("shared");
    Mailbox first = Mailbox.create(name);
    ObjectName bean = bean(name);
    try (Mailbox _ = Mailbox.open(name)) {
      assertThat(read(bean, "Handles")).isEqualTo(2);
      first.close();
      assertThat(read(bean, "Handles")).isEqualTo(1);
      Mailbox.delete(name);
      Eventually.holds(() -> read(bean, "Condition").equals("DELETED"));
      assertThat(read(bean, "Depth")).isNull();
    }
    assertThatThrownBy(() -> read(bean, "Depth")).isInstanceOf(InstanceNotFoundException.class);
  }

  @Test
  void any_address_names_a_bean() throws Exception {
    String address = "pipe:" + TestNamespace.name("tube");
    try (Mailbox _ = Mailbox.create(address)) {
      assertThat(bean(address).getKeyProperty("name")).isEqualTo(ObjectName.quote(address));
      assertThat(read(bean(address), "Condition")).isEqualTo("LIVE");
      assertThat(read(bean(address), "Sent")).as("the kernel does not count").isNull();
    }
  }
}
