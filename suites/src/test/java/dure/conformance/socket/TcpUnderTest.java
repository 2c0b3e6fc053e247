// SPDX-License-Identifier: Apache-2.0
package dure.conformance.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dure.conformance.Capability;
import dure.conformance.TransportUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Mailboxes at ports of this machine, under test.
final class TcpUnderTest implements TransportUnderTest {
  private static final int FIRST_PORT = 20_000;
  private static final AtomicInteger COUNT = new AtomicInteger();

  static {
    // The JDK keeps a descriptor of its own from the first socket on; no test is to be blamed.
    try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(first.isBound()).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// At an address of the loopback that is this process's alone. A port of 127.0.0.1 that is free
  /// now may be the next that the kernel gives to somebody's outgoing connection.
  @Override
  public String newAddress() {
    int pid = (int) ProcessHandle.current().pid();
    int network = 1 + (pid >> 16 & 0x3f);
    return String.format(
        Locale.ROOT,
        "tcp://127.%d.%d.%d:%d",
        network,
        pid >> 8 & 0xff,
        pid & 0xff,
        FIRST_PORT + COUNT.getAndIncrement());
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
        "any process that reaches the port may use it, unidentified");
  }

  @Override
  public List<String> traces(String address) {
    return List.of();
  }
}
