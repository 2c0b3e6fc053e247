// SPDX-License-Identifier: Apache-2.0
package dure.conformance.shm;

import dure.conformance.Capability;
import dure.conformance.TransportUnderTest;
import dure.testkit.TestNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Mailboxes in shared memory, under test.
final class ShmUnderTest implements TransportUnderTest {
  @Override
  public String newAddress() {
    return TestNamespace.name("contract");
  }

  @Override
  public String about() {
    return "Shared memory with a name that every process on the machine can find: a file in"
        + " `/dev/shm`, or anonymous memory that its owner hands out. All promises of a"
        + " mailbox are made here. `file:/path` is the same in a file of the caller's own,"
        + " with the system as its owner.";
  }

  /// Small ones, so that each takes little memory.
  @Override
  public String usualChoices() {
    return "size=1000 participants=16";
  }

  @Override
  public Map<Capability, String> lacks() {
    return Map.of();
  }

  @Override
  public List<String> traces(String address) {
    return Stream.of(TestNamespace.file("dure." + address))
        .filter(Files::exists)
        .map(Path::toString)
        .toList();
  }
}
