// SPDX-License-Identifier: Apache-2.0
package dure.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What a process of its own does at a socket, as its words say.
final class SocketRole {
  private SocketRole() {}

  public static void main(String[] words) throws Exception {
    EndpointAddress at = EndpointAddress.of(words[1]);
    Kind kind = Kind.valueOf(words[2]);
    try {
      switch (words[0]) {
        case "talk" -> talk(at, kind);
        case "listen" -> listen(at, kind);
        default -> throw new IllegalArgumentException(words[0]);
      }
    } catch (RuntimeException refused) {
      System.out.println(refused);
    }
  }

  private static void talk(EndpointAddress at, Kind kind) throws InterruptedException {
    try (Endpoint socket = Endpoint.socket(at.family(), kind).connect(at)) {
      socket.write("hello".getBytes(UTF_8));
      byte[] got = new byte[100];
      int length = socket.read(got);
      System.out.println(new String(got, 0, length, UTF_8));
    }
  }

  /// Binds, and waits to be told to go on.
  private static void listen(EndpointAddress at, Kind kind) throws Exception {
    try (Endpoint socket = Endpoint.socket(at.family(), kind).bind(at)) {
      System.out.println("bound");
      if (System.in.read() > 0) {
        socket.listen(1);
        System.out.println("listening");
      }
      while (System.in.read() >= 0) {
        // until the end
      }
    }
  }
}
