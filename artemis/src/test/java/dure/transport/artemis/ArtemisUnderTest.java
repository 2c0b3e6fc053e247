// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Address;
import dure.Mailbox;
import dure.NoSuchMailboxException;
import dure.Transport;
import dure.conformance.Capability;
import dure.conformance.MissingCalls;
import dure.conformance.TransportUnderTest;
import dure.testkit.TestNamespace;
import java.util.List;
import java.util.Map;

/// Mailboxes at a broker, under test.
final class ArtemisUnderTest implements TransportUnderTest {
  /// From before the first test on, so that no test is blamed for the broker.
  private static final String BROKER = SharedBroker.address();

  @Override
  public String newAddress() {
    return BROKER + "/" + TestNamespace.name("contract");
  }

  @Override
  public String about() {
    return "A mailbox at an Apache Artemis broker, `artemis://host:port/NAME`, on any machine: the"
        + " broker keeps the messages, on its disk if the system owns the mailbox. More:"
        + " [beyond.md](../beyond.md).";
  }

  @Override
  public Map<Capability, String> lacks() {
    Map<Capability, String> lacks =
        MissingCalls.of(Transport.of(Address.of("artemis://localhost/any")));
    lacks.put(
        Capability.ALL,
        "what is for all is held for the slowest of them, and a broker counts no places over"
            + " several queues");
    lacks.put(
        Capability.UNTAKEN_AFTER_THE_OWNER,
        "the broker removes all messages of a mailbox together with its owner");
    lacks.put(
        Capability.MODES,
        "the broker's users and roles say who may use it, and Unix permissions mean nothing to it");
    lacks.put(
        Capability.STAMPED,
        "a message says who sent it; the broker counts messages of all its queues together, so"
            + " there are no places from zero on");
    return lacks;
  }

  @Override
  public List<String> traces(String address) {
    try {
      return List.of(Mailbox.status(address).toString());
    } catch (NoSuchMailboxException nothing) {
      return List.of();
    }
  }
}
