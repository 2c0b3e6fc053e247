// SPDX-License-Identifier: Apache-2.0

import static java.nio.charset.StandardCharsets.UTF_8;

import dure.socket.Endpoint;
import dure.socket.EndpointAddress;
import dure.socket.Kind;

/// The life of a socket, each step visible: a server and a client, between processes, machines, or
/// in one program. Only the address says which; what follows is the same.
///
/// ```
/// ./dure example Lifecycle                        # both in one program, at unix:/tmp/lifecycle-…
/// ./dure example Lifecycle tcp://127.0.0.1:0      # the same, at a port
/// ./dure example Lifecycle tcp://0.0.0.0:7000 server
/// ./dure example Lifecycle tcp://there:7000 client
/// ```
final class Lifecycle {
  private Lifecycle() {}

  public static void main(String[] words) throws InterruptedException {
    String where =
        words.length > 0 ? words[0] : "unix:/tmp/lifecycle-" + ProcessHandle.current().pid();
    EndpointAddress at = EndpointAddress.of(where);
    switch (words.length > 1 ? words[1] : "both") {
      case "server" -> serve(listen(at));
      case "client" -> visit(at);
      default -> {
        Endpoint server = listen(at);
        EndpointAddress bound = server.local();
        Thread client = Thread.ofVirtual().start(() -> visitOrSayWhyNot(bound));
        serve(server);
        client.join();
      }
    }
  }

  private static Endpoint listen(EndpointAddress at) {
    Endpoint socket = Endpoint.socket(at.family(), Kind.STREAM);
    say("server", "socket");
    socket.bind(at);
    say("server", "bind");
    socket.listen(4);
    say("server", "listen at " + socket.local());
    return socket;
  }

  private static void serve(Endpoint socket) throws InterruptedException {
    try (socket;
        Endpoint talk = socket.accept()) {
      say("server", "accept");
      say("server", "read '" + read(talk) + "'");
      talk.write("And good day to you.".getBytes(UTF_8));
      say("server", "write");
    }
    say("server", "close");
  }

  private static void visit(EndpointAddress at) throws InterruptedException {
    try (Endpoint socket = Endpoint.socket(at.family(), Kind.STREAM)) {
      say("client", "socket");
      socket.connect(at);
      say("client", "connect");
      socket.write("Good day.".getBytes(UTF_8));
      say("client", "write");
      socket.endOutput();
      say("client", "read '" + read(socket) + "'");
    }
    say("client", "close");
  }

  private static void visitOrSayWhyNot(EndpointAddress at) {
    try {
      visit(at);
    } catch (InterruptedException stopped) {
      say("client", "was interrupted");
    }
  }

  /// A stream has no messages: what is read goes on until the other side has no more to say, or
  /// here, until a full stop.
  private static String read(Endpoint talk) throws InterruptedException {
    StringBuilder text = new StringBuilder();
    byte[] part = new byte[8];
    while (!text.toString().endsWith(".")) {
      int length = talk.read(part);
      if (length == Endpoint.END) {
        break;
      }
      text.append(new String(part, 0, length, UTF_8));
    }
    return text.toString();
  }

  private static synchronized void say(String who, String what) {
    System.out.println(who + ": " + what);
  }
}
