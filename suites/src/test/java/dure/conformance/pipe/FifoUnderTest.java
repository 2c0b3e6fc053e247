// SPDX-License-Identifier: Apache-2.0
package dure.conformance.pipe;

import dure.conformance.Capability;
import dure.conformance.TransportUnderTest;
import dure.testkit.TestNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// FIFOs, under test. They are where everybody may open one, and where tests look for what is left
/// behind.
final class FifoUnderTest implements TransportUnderTest {
  @Override
  public String newAddress() {
    return "fifo:" + TestNamespace.sharedFile("contract-fifo");
  }

  @Override
  public String about() {
    return "A pipe with a name in the file system, `fifo:/path`. Each message is framed, four bytes"
        + " of its length and the bytes, and goes through in one piece. More:"
        + " [pipes.md](../pipes.md).";
  }

  @Override
  public Map<Capability, String> lacks() {
    Map<Capability, String> lacks = Lacks.ofAllPipes();
    lacks.put(
        Capability.OWNED,
        "The name of a FIFO outlives its creator in the file system; take 'pipe:NAME'.");
    lacks.put(
        Capability.KEEPING,
        "What is in a FIFO is gone with the last process that has it open; only its name stays.");
    lacks.put(
        Capability.COMMON_DELETION,
        "The rights of the directory decide about removing a name, not those of the FIFO.");
    return lacks;
  }

  @Override
  public List<String> traces(String address) {
    return Stream.of(Path.of(address.substring("fifo:".length())))
        .filter(Files::exists)
        .map(Path::toString)
        .toList();
  }
}
