// SPDX-License-Identifier: Apache-2.0
package dure.conformance.sysv;

import dure.Address;
import dure.Transport;
import dure.conformance.Capability;
import dure.conformance.MissingCalls;
import dure.conformance.TransportUnderTest;
import dure.testkit.SystemVKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Mailboxes that are System V message queues, under test.
final class SysvUnderTest implements TransportUnderTest {
  private static final String SCHEME = "sysv:";

  @Override
  public String newAddress() {
    return SCHEME + SystemVKeys.next();
  }

  @Override
  public String about() {
    return "A queue of System V, in the kernel, found by a key: `sysv:0x2a`, or `sysv:/path#7` as"
        + " `ftok(3)` makes one. Every message has a number (a *type*), and programs in any"
        + " language are at the other end with `msgsnd(2)` and `msgrcv(2)`. More:"
        + " [sysv.md](../sysv.md).";
  }

  @Override
  public Map<Capability, String> lacks() {
    Map<Capability, String> lacks = MissingCalls.of(Transport.of(Address.of("sysv:1")));
    lacks.put(Capability.PAIR, "the kernel does not know who has a queue open");
    lacks.put(Capability.ONE, "the kernel does not know who has a queue open");
    lacks.put(Capability.RANKED, "waiting receivers are served in the order in which they came");
    lacks.put(Capability.ALL, "a message is handed to one receiver and then is no more");
    lacks.put(Capability.ZERO, "a queue always stores what it accepts, for one byte or more");
    lacks.put(Capability.UNBOUNDED, "kernel.msgmnb bounds the bytes that a queue holds");
    lacks.put(Capability.COUNTED, "a queue counts the bytes in it and not its messages");
    lacks.put(Capability.ARRIVAL, "every message has a number, and receivers choose by it");
    lacks.put(
        Capability.PRIORITY,
        "there are numbers instead, of which a receiver may choose the lowest");
    lacks.put(Capability.DEAD_LETTERS, "there are no deliveries that could come to nothing");
    lacks.put(Capability.OWNED, "a queue outlives every process until it is removed");
    lacks.put(Capability.DROPPING, "the kernel keeps no such choice with a queue");
    lacks.put(Capability.REFUSING, "the kernel keeps no such choice with a queue");
    lacks.put(Capability.SIZED, "kernel.msgmax holds for all queues, none has its own");
    lacks.put(Capability.HELD, "the kernel asks the mode at every call, not at the opening");
    lacks.put(
        Capability.COMMON_DELETION, "only owner, creator and root may remove a System V queue");
    lacks.put(Capability.PARTICIPANTS, "the kernel does not know who has a queue open");
    lacks.put(Capability.STAMPED, "the kernel keeps neither sender nor position with a message");
    return lacks;
  }

  @Override
  public List<String> traces(String address) {
    String key = Integer.toString((int) (long) Long.decode(address.substring(SCHEME.length())));
    try {
      return Files.readAllLines(Path.of("/proc/sysvipc/msg")).stream()
          .filter(line -> line.strip().split(" +", 2)[0].equals(key))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
