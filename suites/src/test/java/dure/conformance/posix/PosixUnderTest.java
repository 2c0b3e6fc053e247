// SPDX-License-Identifier: Apache-2.0
package dure.conformance.posix;

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

/// Mailboxes that are POSIX message queues, under test.
final class PosixUnderTest implements TransportUnderTest {
  @Override
  public String newAddress() {
    return "posix:/" + TestNamespace.name("contract");
  }

  @Override
  public String about() {
    return "POSIX message queues: `posix:/name` is the queue that `mq_open(\"/name\")` opens in C."
        + " The kernel keeps the messages, hands out the oldest of the highest priority first, and"
        + " keeps the queue until it is deleted or the machine stops.";
  }

  /// Small ones, since all of a user's together may take 800 KiB.
  @Override
  public String usualChoices() {
    return "size=1000";
  }

  @Override
  public Map<Capability, String> lacks() {
    Map<Capability, String> lacks = MissingCalls.of(Transport.of(Address.of("posix:/any")));
    String any = "the kernel hands each message to any one receiver";
    for (Capability policy :
        List.of(Capability.PAIR, Capability.ONE, Capability.RANKED, Capability.ALL)) {
      lacks.put(policy, any);
    }
    String attributes = "a queue is made for a finite number of messages, one at least";
    lacks.put(Capability.ZERO, attributes);
    lacks.put(Capability.UNBOUNDED, attributes);
    lacks.put(
        Capability.ARRIVAL,
        "the highest priority always comes first; those of one priority come as sent");
    lacks.put(Capability.NUMBERS, "a receiver gets the first message and cannot choose another");
    String once = "the kernel hands a message out once and then knows it no more";
    lacks.put(Capability.DEAD_LETTERS, once);
    lacks.put(Capability.OWNED, "the kernel keeps a queue until it is unlinked");
    String keeps = "the kernel keeps no such choice with a queue, where senders wait";
    lacks.put(Capability.DROPPING, keeps);
    lacks.put(Capability.REFUSING, keeps);
    lacks.put(
        Capability.IN_TURN,
        "all waiting receivers are woken, and the first to come gets the message");
    lacks.put(
        Capability.COMMON_DELETION,
        "only its owner and root remove the name of a queue; no mode changes that");
    lacks.put(
        Capability.PARTICIPANTS,
        "the kernel does not tell which processes have a queue open or wait");
    lacks.put(Capability.STAMPED, "the kernel passes on a message and its priority, no more");
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
