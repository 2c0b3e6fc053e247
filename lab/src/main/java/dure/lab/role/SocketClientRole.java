// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.ConnectionLostException;
import dure.DureException;
import dure.socket.Endpoint;
import dure.socket.EndpointAddress;
import dure.socket.Kind;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The client's steps of a socket's life. While no process listens a connection is refused, and it
/// tries again.
final class SocketClientRole implements LabRole {
  private final Options options;
  private final Controls controls;
  private final Reports reports;

  SocketClientRole(Options options, Controls controls, Reports reports) {
    this.options = options;
    this.controls = controls;
    this.reports = reports;
  }

  @Override
  public void play() throws InterruptedException {
    EndpointAddress at = EndpointAddress.of(options.required("socket"));
    reports.say("opened");
    controls.pace();
    try (Endpoint socket = connected(at)) {
      controls.pace();
      socket.write("hello".getBytes(StandardCharsets.UTF_8));
      reports.say("step", "write", "hello");
      byte[] bytes = new byte[64];
      reports.say("waits", "read");
      int read = socket.read(bytes);
      reports.say("step", "read", new String(bytes, 0, Math.max(0, read), StandardCharsets.UTF_8));
      controls.pace();
    } catch (ConnectionLostException gone) {
      reports.say("lost");
      return;
    }
    reports.say("step", "close");
  }

  private Endpoint connected(EndpointAddress at) throws InterruptedException {
    @Nullable Endpoint socket = null;
    while (socket == null) {
      Endpoint tried = Endpoint.socket(at.family(), Kind.STREAM);
      reports.say("step", "socket");
      controls.pace();
      try {
        tried.connect(at);
        socket = tried;
      } catch (DureException refused) {
        tried.close();
        reports.say("early", "connect");
        controls.pace();
      }
    }
    reports.say("step", "connect");
    return socket;
  }
}
