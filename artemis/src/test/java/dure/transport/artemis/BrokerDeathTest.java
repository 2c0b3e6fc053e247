// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Delivery;
import dure.Mailbox;
import dure.Message;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A broker that is killed with messages in its journal.
class BrokerDeathTest {
  @TempDir private Path data;

  private Child broker(String port) {
    return TestBroker.start(port, "--data", data.toString());
  }

  /// Messages sent before, during and after the death of the broker, and of the bridge to it: each
  /// arrives once, because the broker knows them again.
  @Test
  void what_was_sent_arrives_whoever_is_killed_between() throws Exception {
    String near = TestNamespace.name("orders");
    try (Mailbox orders = Mailbox.create(near)) {
      String address;
      try (Child broker = broker("0")) {
        address = TestBroker.address(broker) + "/orders";
        try (Child bridge = bridge(near, address)) {
          send(orders, 1, 10);
          Eventually.holds(() -> orders.occupancy().depth() == 0);
          broker.kill();
          send(orders, 11, 20);
          bridge.kill();
        }
      }
      String port = address.replaceFirst(".*:([0-9]+)/.*", "$1");
      try (Child broker = broker(port);
          Child _ = bridge(near, address)) {
        broker.await("artemis:");
        send(orders, 21, 30);
        assertThat(receive(address, 30)).isEqualTo(texts(1, 30));
      }
    } finally {
      Mailbox.delete(near);
    }
  }

  private static Child bridge(String near, String far) {
    Child bridge = Child.java(BridgeToBroker.class, near, far);
    bridge.await("begun");
    return bridge;
  }

  private static void send(Mailbox orders, int first, int last) throws InterruptedException {
    for (String text : texts(first, last)) {
      orders.send(text);
    }
  }

  private static List<String> texts(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
  }

  /// In a process of its own, whose connection ends with it.
  private static List<String> receive(String address, int count) {
    try (Child receiver = Child.java(ReceiverAtBroker.class, address, "" + count)) {
      List<String> received = new ArrayList<>();
      while (received.size() < count) {
        received.add(receiver.await("got "));
      }
      receiver.kill();
      return received;
    }
  }

  /// Receives and tells, without end.
  static final class ReceiverAtBroker {
    private ReceiverAtBroker() {}

    public static void main(String[] arguments) throws InterruptedException {
      try (Mailbox mailbox = Mailbox.open(arguments[0])) {
        while (true) {
          try (Delivery delivery = mailbox.receiveDelivery()) {
            Message message = Objects.requireNonNull(delivery.message());
            System.out.println("got " + message.text());
            delivery.acknowledge();
          }
        }
      }
    }
  }
}
