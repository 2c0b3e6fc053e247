// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.Mailbox;
import dure.NameTakenException;
import dure.NoSuchMailboxException;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Mailboxes known by number.
class PortTest {
  /// A process that has a port until it is killed.
  static final class Service {
    private Service() {}

    /// @param arguments the number, or `any`
    public static void main(String[] arguments) throws Exception {
      Mailbox mailbox =
          arguments[0].equals("any")
              ? Port.claimAny()
              : Port.of(Integer.parseInt(arguments[0])).claim();
      System.out.println("port " + Port.of(mailbox).number());
      mailbox.receiveInPlace(message -> System.out.println("got " + message.text()));
      new CountDownLatch(1).await(); // until it is killed
    }
  }

  @Test
  void a_service_is_found_by_its_number_and_frees_it_when_it_is_killed() throws Exception {
    // LECTURE: 5.4
    Port port;
    try (Child service = Child.java(Service.class, "any");
        Child other = Child.java(Service.class, "any")) {
      port = Port.of(Integer.parseInt(service.await("port")));
      Port another = Port.of(Integer.parseInt(other.await("port")));
      assertThat(another).isNotEqualTo(port);
      assertThat(Port.taken()).contains(port, another).isSorted();
      assertThatThrownBy(port::claim)
          .isInstanceOf(NameTakenException.class)
          .hasMessageContaining("port " + port.number() + " is taken");
      try (Mailbox client = port.open()) {
        client.send("hello");
      }
      assertThat(service.await("got")).isEqualTo("hello");
      service.kill();
      Eventually.holds(() -> !Port.taken().contains(port));
      try (Mailbox mine = port.claim(choices -> choices.capacity(Capacity.bounded(3)))) {
        assertThat(mine.settings().capacity()).isEqualTo(Capacity.bounded(3));
        assertThat(Port.of(mine)).isEqualTo(port);
      }
      assertThatThrownBy(port::open).isInstanceOf(NoSuchMailboxException.class);
    }
  }

  @Test
  void what_is_no_port_is_refused() {
    for (int number : List.of(0, -1, 65_536)) {
      assertThatIllegalArgumentException().isThrownBy(() -> Port.of(number));
    }
    String name = TestNamespace.name("no-port");
    try (Mailbox mailbox = Mailbox.create(name)) {
      assertThatIllegalArgumentException().isThrownBy(() -> Port.of(mailbox));
    }
    Mailbox.delete(name);
  }
}
