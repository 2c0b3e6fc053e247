// SPDX-License-Identifier: Apache-2.0
package dure.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A request as it goes over the wire: a client of the JDK's would not let a test choose the host's
/// name or leave the path as it is, and would keep the connection.
final class WireRequest {
  private WireRequest() {}

  /// The whole answer to a request line and headers; what follows an empty header is the body.
  static String answer(int port, String request, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String text =
          request
              + " HTTP/1.1\r\nConnection: close\r\n"
              + String.join("\r\n", headers)
              + "\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// The same with a body.
  static String answer(int port, String request, String key, String body) throws IOException {
    return answer(
        port,
        request,
        "Host: 127.0.0.1:" + port,
        "Authorization: Bearer " + key,
        "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
  }
}
