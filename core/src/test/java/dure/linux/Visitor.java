// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.nio.charset.StandardCharsets;

/// A process that connects to a socket, says what it is handed there, and hands back the same.
final class Visitor {
  private Visitor() {}

  /// @param arguments the name of the socket
  public static void main(String[] arguments) {
    int connection = Sockets.connect(arguments[0]);
    System.out.println("connected: " + (connection < 0 ? Errno.describe(connection) : "yes"));
    Sockets.Peer peer = Sockets.peer(connection);
    System.out.println("host: " + peer.pid() + " " + peer.uid() + " " + peer.gid());
    Sockets.Parcel parcel = Sockets.receive(connection);
    byte[] text = new byte[100];
    int length = Files.read(parcel.fd(), text, 0);
    System.out.println(
        "got: "
            + parcel.value()
            + " "
            + new String(text, 0, Math.max(0, length), StandardCharsets.UTF_8));
    System.out.println("sent: " + Sockets.send(connection, parcel.value() + 1, parcel.fd()));
  }
}
