// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Address;
import dure.MailboxSettings;
import dure.linux.UnixSocket;
import dure.socket.Endpoint;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Objects;

/// Mailboxes at a host and a port: `tcp://127.0.0.1:7000`, `tcp://[::1]:7000`, or port 0 for any
/// that is free, which the handle's address then tells. They can be opened from other machines.
///
/// Any process that reaches the port can use the mailbox: nothing on the way is encrypted and no
/// peer has to identify itself. Listen at a loopback address, or in a network that only friends can
/// reach.
public final class TcpTransport extends SocketTransport {
  /// For [java.util.ServiceLoader].
  public TcpTransport() {
    super(HostedName.TCP);
  }

  @Override
  void requirePossible(Address address, MailboxSettings settings) {
    if (settings.mode() != MailboxSettings.DEFAULT.mode() || !settings.group().isEmpty()) {
      throw new IllegalArgumentException(
          "mailbox '"
              + address
              + "' cannot have a mode or a group: any process that reaches its port may use it, and"
              + " none knows who that is. Bind it to a loopback address, or take unix:");
    }
  }

  @Override
  void admit(Address address, Endpoint listening, MailboxSettings settings) {
    // the port lets in every process
  }

  @Override
  List<String> addresses() {
    return UnixSocket.listening().stream()
        .map(HostedName::mailboxAt)
        .filter(Objects::nonNull)
        .map(HostedName::tcp)
        .filter(Objects::nonNull)
        .filter(TcpTransport::isHere)
        .map(Address::toString)
        .toList();
  }

  /// Whether it is an address of this machine. Any process can make up a name that says another
  /// address, and a listing is to connect to no stranger and to ask no resolver.
  private static boolean isHere(Address address) {
    String place = address.name().substring(2);
    String host = place.substring(0, place.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
    try {
      InetAddress literal = InetAddress.ofLiteral(host);
      return literal.isLoopbackAddress()
          || literal.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(literal) != null;
    } catch (IllegalArgumentException | SocketException noneOfOurs) {
      return false;
    }
  }
}
