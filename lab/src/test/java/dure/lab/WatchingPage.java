// SPDX-License-Identifier: Apache-2.0
package dure.lab;

import dure.testkit.Child;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/// A page that listens to one of the lab's streams, as far as the lab can tell.
final class WatchingPage implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader lines;

  private WatchingPage(Socket socket) throws IOException {
    this.socket = socket;
    this.lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /// Begins to listen.
  static WatchingPage at(int port, String key, String path) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(Math.toIntExact(Child.PATIENCE.toMillis()));
    String request =
        ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port)
            + ("\r\nAuthorization: Bearer " + key + "\r\n\r\n");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    return new WatchingPage(socket);
  }

  /// Reads on until the page is told of a moment of which a condition holds, and returns it.
  ///
  /// @throws IOException if the stream ends before
  String await(Predicate<String> condition) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data: ") && condition.test(line)) {
        return line;
      }
    }
    throw new IOException("the stream has ended");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
