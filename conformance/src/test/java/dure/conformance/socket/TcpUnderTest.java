// SPDX-License-Identifier: Apache-2.0
package dure.conformance.socket;

import dure.conformance.Capability;
import dure.conformance.TransportUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;

/// Mailboxes at ports of this machine, under test.
final class TcpUnderTest implements TransportUnderTest {
  static {
    // The JDK keeps a descriptor of its own from the first socket on; no test is to be blamed.
    freePort();
  }

  @Override
  public String newAddress() {
    return "tcp://127.0.0.1:" + freePort();
  }

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String about() {
    return "A mailbox that its creator holds in its own memory, and lets others use over TCP, also"
        + " from other machines: of all transports the only one that leaves the machine."
        + " More: [sockets.md](../sockets.md).";
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
        "what was not received ends with the process that held it",
        Capability.MODES,
        "whoever reaches the port may use it, and nobody knows who that is");
  }

  @Override
  public List<String> traces(String address) {
    return List.of();
  }
}
