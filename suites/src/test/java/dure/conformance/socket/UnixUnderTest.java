// SPDX-License-Identifier: Apache-2.0
package dure.conformance.socket;

import dure.conformance.Capability;
import dure.conformance.TransportUnderTest;
import dure.testkit.TestNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Mailboxes at Unix sockets, under test: at paths and at names of the kernel's own, in turn.
final class UnixUnderTest implements TransportUnderTest {
  private static final AtomicInteger COUNT = new AtomicInteger();

  @Override
  public String newAddress() {
    int count = COUNT.incrementAndGet();
    String name = TestNamespace.name("dure-contract");
    return count % 2 == 0 ? "unix:@" + name : "unix:/tmp/" + name;
  }

  @Override
  public String about() {
    return "A mailbox that its creator holds in its own memory, and lets others use over a Unix"
        + " socket: at a path, or at a name of the kernel's own, `unix:@name`. Nothing is"
        + " shared between the processes but the connection. More:"
        + " [sockets.md](../sockets.md).";
  }

  /// Small ones, as in shared memory, where their host keeps them.
  @Override
  public String usualChoices() {
    return "size=1000 participants=16";
  }

  @Override
  public Map<Capability, String> lacks() {
    return Map.of(
        Capability.LASTING,
        "the mailbox lives in the process that creates it, and ends with it",
        Capability.UNTAKEN_AFTER_THE_OWNER,
        "what was not received ends with the process that held it");
  }

  @Override
  public List<String> traces(String address) {
    return Stream.of(Path.of(address.replaceFirst("^unix:@?", "")))
        .filter(Files::exists)
        .map(Path::toString)
        .toList();
  }
}
