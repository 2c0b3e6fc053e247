// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.socket.Endpoint;
import dure.socket.EndpointAddress;
import dure.socket.Kind;
import java.nio.charset.StandardCharsets;

/// The server's steps of a socket's life, each when it is due; the first is one too early.
final class SocketServerRole implements LabRole {
  private final Options options;
  private final Controls controls;
  private final Reports reports;

  SocketServerRole(Options options, Controls controls, Reports reports) {
    this.options = options;
    this.controls = controls;
    this.reports = reports;
  }

  @Override
  public void play() throws InterruptedException {
    EndpointAddress at = EndpointAddress.of(options.required("socket"));
    reports.say("opened");
    controls.pace();
    try (Endpoint socket = Endpoint.socket(at.family(), Kind.STREAM)) {
      reports.say("step", "socket");
      controls.pace();
      tooEarly(socket);
      controls.pace();
      socket.bind(at);
      reports.say("step", "bind");
      controls.pace();
      socket.listen(4);
      reports.say("step", "listen");
      controls.pace();
      reports.say("waits", "accept");
      try (Endpoint talk = socket.accept()) {
        reports.say("step", "accept");
        talk(talk);
      }
    }
    reports.say("step", "close");
  }

  private void tooEarly(Endpoint socket) throws InterruptedException {
    try (Endpoint _ = socket.accept()) {
      reports.say("step", "accept");
    } catch (IllegalStateException missing) {
      reports.say("early", "accept", String.valueOf(missing.getMessage()).replace(' ', '_'));
    }
  }

  private void talk(Endpoint talk) throws InterruptedException {
    byte[] bytes = new byte[64];
    reports.say("waits", "read");
    int read = talk.read(bytes);
    reports.say("step", "read", new String(bytes, 0, Math.max(0, read), StandardCharsets.UTF_8));
    controls.pace();
    talk.write("welcome".getBytes(StandardCharsets.UTF_8));
    reports.say("step", "write", "welcome");
    controls.pace();
  }
}
