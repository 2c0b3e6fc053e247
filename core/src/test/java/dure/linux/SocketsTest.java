// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static dure.linux.Outcome.fails;
import static dure.linux.Outcome.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.testkit.TestNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Names, connections and bytes between two ends in one process.
class SocketsTest {
  private final String name = TestNamespace.name("dure-test");

  @Test
  void a_name_belongs_to_one_and_goes_with_it() {
    int first = good(Sockets.listen(name));
    fails(Errno.EADDRINUSE, Sockets.listen(name));
    close(first);
    close(good(Sockets.listen(name)));
    fails(Errno.ECONNREFUSED, Sockets.connect(name));
  }

  @Test
  void a_name_is_any_text_up_to_its_longest() throws IOException {
    String longest = name + " 우편함 ";
    longest += "x".repeat(Sockets.LONGEST_NAME - longest.getBytes(StandardCharsets.UTF_8).length);
    int listening = good(Sockets.listen(longest));
    assertThat(Files.readString(Path.of("/proc/net/unix"))).contains("@" + longest);
    fails(Errno.ECONNREFUSED, Sockets.connect(longest.substring(0, longest.length() - 1)));
    close(good(Sockets.connect(longest)));
    close(listening);
    fails(Errno.ENAMETOOLONG, Sockets.listen(longest + "x"));
    fails(Errno.ENAMETOOLONG, Sockets.connect(longest + "x"));
  }

  @Test
  void a_byte_arrives_as_it_was_sent() {
    try (Connection c = new Connection(name)) {
      for (int value : new int[] {0, 1, 127, 128, 255}) {
        assertThat(Sockets.send(c.visitor, value, -1)).isEqualTo(1);
        assertThat(Sockets.receive(c.host)).isEqualTo(new Sockets.Parcel(value, -1));
      }
      assertThat(Sockets.send(c.host, 7, -1)).isEqualTo(1);
      assertThat(Sockets.receive(c.visitor)).isEqualTo(new Sockets.Parcel(7, -1));
    }
  }

  @Test
  void the_end_of_the_other_is_noticed_on_both_sides() {
    try (Connection c = new Connection(name)) {
      c.leave(c.host);
      assertThat(Sockets.receive(c.visitor)).isEqualTo(new Sockets.Parcel(-1, -1));
      fails(Errno.EPIPE, Sockets.send(c.visitor, 1, -1));
    }
  }

  @Test
  void a_wait_for_a_connection_or_a_byte_is_ended_by_shutting_down() {
    int listening = good(Sockets.listen(name));
    try (Caller acceptor = Caller.calling(() -> Sockets.accept(listening))) {
      acceptor.awaitInside(SystemCall.ACCEPT4);
      good(Sockets.shutDown(listening));
      fails(Errno.EINVAL, acceptor.result());
    }
    close(listening);
    try (Connection c = new Connection(name);
        Caller receiver = Caller.calling(() -> Sockets.receive(c.visitor).value())) {
      receiver.awaitInside(SystemCall.RECVMSG);
      good(Sockets.shutDown(c.visitor));
      assertThat(receiver.result()).isEqualTo(-1);
    }
  }

  @Test
  void what_is_no_socket_is_refused() {
    try (ShmDirectory directory = new ShmDirectory()) {
      int file = directory.create("file", 1);
      fails(Errno.ENOTSOCK, Sockets.accept(file));
      fails(Errno.ENOTSOCK, Sockets.shutDown(file));
      fails(Errno.ENOTSOCK, Sockets.send(file, 1, -1));
      assertThat(Sockets.receive(file)).isEqualTo(new Sockets.Parcel(-1, -1));
      assertThatThrownBy(() -> Sockets.peer(file)).hasMessageContaining("ENOTSOCK");
      close(file);
    }
    int listening = good(Sockets.listen(name));
    fails(Errno.ENOTCONN, Sockets.send(listening, 1, -1));
    close(listening);
  }

  @Test
  void nobody_waits_for_ever_at_a_door_that_nobody_opens() {
    int listening = good(Sockets.listen(name));
    List<Integer> waiting = new ArrayList<>();
    int last = Sockets.connect(name);
    while (last >= 0 && waiting.size() < 1000) {
      waiting.add(last);
      last = Sockets.connect(name);
    }
    fails(Errno.EAGAIN, last);
    assertThat(waiting).hasSizeBetween(100, 200);
    waiting.forEach(SocketsTest::close);
    close(listening);
  }

  private static void close(int fd) {
    good(dure.linux.Files.close(fd));
  }

  /// The two ends of a connection.
  static final class Connection implements AutoCloseable {
    final int visitor;
    final int host;
    private final Set<Integer> open = new HashSet<>();

    Connection(String name) {
      int listening = good(Sockets.listen(name));
      visitor = good(Sockets.connect(name));
      host = good(Sockets.accept(listening));
      open.addAll(List.of(listening, visitor, host));
    }

    /// Closes one of them early.
    void leave(int fd) {
      open.remove(fd);
      SocketsTest.close(fd);
    }

    @Override
    public void close() {
      open.forEach(SocketsTest::close);
    }
  }
}
