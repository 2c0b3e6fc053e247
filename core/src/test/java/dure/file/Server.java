// SPDX-License-Identifier: Apache-2.0
package dure.file;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;

/// A process that listens at a path until its input ends.
final class Server {
  private Server() {}

  /// @param arguments the path
  public static void main(String[] arguments) throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(arguments[0]));
      System.out.println("listening");
      int _ = System.in.read();
    }
  }
}
