// SPDX-License-Identifier: Apache-2.0
package dure.conformance.pipe;

import dure.Mailbox;
import dure.conformance.Capability;
import dure.conformance.TransportUnderTest;
import dure.testkit.TestNamespace;
import java.util.List;
import java.util.Map;

/// Pipes that a process owns, under test.
final class PipeUnderTest implements TransportUnderTest {
  @Override
  public String newAddress() {
    return "pipe:" + TestNamespace.name("contract");
  }

  @Override
  public String about() {
    return "A pipe without a name in the file system, `pipe:NAME`: its owner lets others in, and it"
        + " goes with its owner; `pipe:0` and `pipe:1` are the ends that a process"
        + " inherited. Messages are framed as in a FIFO. More: [pipes.md](../pipes.md).";
  }

  @Override
  public Map<Capability, String> lacks() {
    Map<Capability, String> lacks = Lacks.ofAllPipes();
    lacks.put(
        Capability.LASTING,
        "A pipe without a name in a file system ends with its processes; take 'fifo:/path'.");
    lacks.put(
        Capability.KEEPING,
        "Its owner always has it open: what was accepted stays as long as the owner, and no"
            + " longer.");
    return lacks;
  }

  @Override
  public List<String> traces(String address) {
    return Mailbox.list().stream()
        .map(status -> status.address().toString())
        .filter(address::equals)
        .toList();
  }
}
