// SPDX-License-Identifier: Apache-2.0
package dure.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.ConnectionLostException;
import dure.InvalidNameException;
import dure.MessageTooLargeException;
import dure.NoSuchObjectException;
import dure.NotPermittedException;
import dure.ObjectExistsException;
import dure.socket.EndpointAddress.Family;
import dure.testkit.AsyncCall;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.OtherUser;
import dure.testkit.TestNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sockets, step by step, of every family and kind.
class EndpointTest {
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration LONG = Child.PATIENCE;

  static {
    // The JDK keeps a descriptor of its own from the first socket on; no test is to be blamed.
    try {
      java.nio.channels.SocketChannel.open(java.net.StandardProtocolFamily.UNIX).close();
    } catch (java.io.IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @TempDir Path directory;

  private EndpointAddress address(String where) {
    return EndpointAddress.of(
        where.replace("DIR", directory.toString()).replace("PID", TestNamespace.token()));
  }

  @ParameterizedTest
  @CsvSource({
    "unix:DIR/s, STREAM",
    "unix:@dure-test-PID, STREAM",
    "tcp://127.0.0.1:0, STREAM",
    "tcp://[::1]:0, STREAM",
    "unix:DIR/p, PACKET",
    "unix:@dure-test-PID, PACKET"
  })
  void two_processes_converse_and_only_the_address_differs(String where, Kind kind)
      throws InterruptedException {
    // LECTURE: 12
    EndpointAddress at = address(where);
    try (Endpoint server = Endpoint.socket(at.family(), kind).bind(at).listen(4);
        Child client = Child.java(SocketRole.class, "talk", server.local().toString(), "" + kind)) {
      try (Endpoint talk = server.accept(LONG)) {
        assertThat(talk).isNotNull();
        byte[] got = new byte[100];
        int length = talk.read(got, 0, got.length, LONG);
        assertThat(new String(got, 0, length, UTF_8)).isEqualTo("hello");
        talk.write("and hello to you".getBytes(UTF_8));
        assertThat(client.line()).isEqualTo("and hello to you");
        if (at.family() == Family.UNIX) {
          assertThat(talk.peer().pid()).isEqualTo((int) client.pid());
          assertThat(talk.isPeerIn(talk.peer().gid())).isTrue();
        } else {
          assertThat(talk.remote()).isNotNull();
          assertThatThrownBy(talk::peer).isInstanceOf(UnsupportedOperationException.class);
        }
        client.awaitSuccess();
        assertThat(talk.read(got, 0, got.length, LONG)).isEqualTo(Endpoint.END);
      }
    }
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"unix:DIR/d", "unix:@dure-test-PID", "udp://127.0.0.1:0", "udp://[::1]:0"})
  void datagrams_say_where_they_are_from(String where) throws InterruptedException {
    EndpointAddress at = address(where);
    try (Endpoint one = Endpoint.socket(at.family(), Kind.DATAGRAM).bind(at);
        Endpoint other = Endpoint.socket(at.family(), Kind.DATAGRAM)) {
      other.bind(at.family() == Family.UNIX ? address("unix:DIR/other") : at);
      other.sendTo(one.local(), "first".getBytes(UTF_8));
      other.sendTo(one.local(), "second".getBytes(UTF_8));
      Datagram first = one.receiveFrom(100);
      assertThat(new String(first.bytes(), UTF_8)).isEqualTo("first");
      assertThat(first.from()).isEqualTo(other.local());
      assertThatThrownBy(() -> one.receiveFrom(3))
          .isInstanceOf(MessageTooLargeException.class)
          .hasMessageContaining("6 bytes");
      assertThat(one.receiveFrom(100, SOON)).isNull();
      one.sendTo(other.local(), new byte[0]);
      assertThat(other.receiveFrom(100).bytes()).isEmpty();
    }
  }

  @Test
  void a_full_receiver_of_datagrams_holds_the_sender_back_and_nothing_is_lost()
      throws InterruptedException {
    EndpointAddress at = address("unix:@dure-test-PID");
    try (Endpoint one = Endpoint.socket(at.family(), Kind.DATAGRAM).bind(at);
        Endpoint other = Endpoint.socket(at.family(), Kind.DATAGRAM)) {
      int sent = 0;
      while (other.sendTo(at, ("" + sent).getBytes(UTF_8), SOON)) {
        sent++;
      }
      assertThat(sent).isPositive();
      for (int i = 0; i < sent; i++) {
        assertThat(new String(one.receiveFrom(10).bytes(), UTF_8)).isEqualTo("" + i);
      }
    }
  }

  @Test
  void a_step_too_early_names_the_step_that_is_missing() throws InterruptedException {
    // LECTURE: 12
    EndpointAddress at = address("unix:DIR/s");
    try (Endpoint socket = Endpoint.socket(at.family(), Kind.STREAM)) {
      assertThatThrownBy(() -> socket.listen(1))
          .hasMessageContaining("bind it to an address first");
      assertThatThrownBy(socket::accept)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("listen first");
      assertThatThrownBy(() -> socket.write(new byte[1])).hasMessageContaining("connect or accept");
      assertThatThrownBy(() -> socket.read(new byte[1])).hasMessageContaining("connect or accept");
      assertThatThrownBy(socket::local).hasMessageContaining("bind or connect it first");
      socket.bind(at);
      assertThatThrownBy(socket::accept).hasMessageContaining("listen first");
      assertThatThrownBy(() -> socket.bind(at)).hasMessageContaining("bound or connected already");
      socket.listen(1);
      assertThatThrownBy(() -> socket.connect(at)).hasMessageContaining("listens");
      socket.close();
      assertThatThrownBy(socket::accept).hasMessageContaining("has closed it");
    }
    assertThatThrownBy(() -> Endpoint.socket(Family.INTERNET, Kind.PACKET))
        .isInstanceOf(IllegalArgumentException.class);
    try (Endpoint six = Endpoint.socket(Family.INTERNET_6, Kind.STREAM)) {
      assertThatThrownBy(() -> six.bind(at)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void what_cannot_be_is_refused_by_name() throws Exception {
    assertThatThrownBy(() -> EndpointAddress.of("tcp://nobody.invalid:7"))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("nobody.invalid");
    for (String wrong :
        new String[] {
          "tcp://127.0.0.1:65536",
          "tcp://127.0.0.1:x",
          "tcp://127.0.0.1",
          "tcp://::1:7",
          "unix:",
          "unix:relative",
          "unix:/" + "x".repeat(107),
          "unix:@" + "x".repeat(108)
        }) {
      assertThatThrownBy(() -> EndpointAddress.of(wrong))
          .as(wrong)
          .isInstanceOf(InvalidNameException.class);
    }
    assertThatThrownBy(() -> bound("unix:DIR/none/s"))
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessageContaining("ENOENT");
    assertThatThrownBy(() -> connected("unix:DIR/none")).isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> connected("unix:@dure-none-PID"))
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessageContaining("ECONNREFUSED");
    assertThatThrownBy(() -> bound("tcp://192.0.2.1:0"))
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessageContaining("EADDRNOTAVAIL");
    Files.writeString(directory.resolve("file"), "x");
    assertThatThrownBy(() -> bound("unix:DIR/file"))
        .isInstanceOf(ObjectExistsException.class)
        .hasMessageContaining("no socket");
    assertThat(directory.resolve("file")).hasContent("x");
    try (Endpoint server = bound("tcp://127.0.0.1:0").listen(1)) {
      EndpointAddress taken = server.local();
      assertThatThrownBy(() -> bound(taken.toString()))
          .isInstanceOf(ObjectExistsException.class)
          .hasMessageContaining("EADDRINUSE");
    }
    try (Endpoint packets = Endpoint.socket(Family.UNIX, Kind.PACKET)) {
      packets.bind(address("unix:DIR/p")).listen(1);
      assertThatThrownBy(() -> connected("unix:DIR/p"))
          .isInstanceOf(NoSuchObjectException.class)
          .hasMessageContaining("EPROTOTYPE");
    }
  }

  @Test
  void who_has_no_rights_is_told_so() {
    EndpointAddress at = address("unix:DIR/s");
    if (!OtherUser.isThere()) {
      assertThatThrownBy(() -> bound("unix:/proc/1/s")).isInstanceOf(RuntimeException.class);
      return;
    }
    try (Endpoint server = Endpoint.socket(at.family(), Kind.STREAM).bind(at).listen(1);
        Child stranger =
            new OtherUser(directory, SocketRole.class)
                .java(SocketRole.class, "talk", server.local().toString(), "STREAM")) {
      assertThat(stranger.line()).contains(NotPermittedException.class.getName(), "EACCES");
    }
  }

  @Test
  void the_file_of_a_socket_is_given_its_mode_and_nothing_else_is() throws Exception {
    Path file = directory.resolve("s");
    Path mine = Files.writeString(directory.resolve("mine"), "m");
    Set<PosixFilePermission> before = Files.getPosixFilePermissions(mine);
    try (Endpoint socket = bound("unix:DIR/s")) {
      socket.permit(0600, OptionalInt.empty());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      Files.delete(file);
      Files.createSymbolicLink(file, mine);
      assertThatThrownBy(() -> socket.permit(0666, OptionalInt.empty()))
          .isInstanceOf(NotPermittedException.class)
          .hasMessageContaining("something else is there");
      assertThat(Files.getPosixFilePermissions(mine)).isEqualTo(before);
    }
    assertThat(file).isSymbolicLink();
    try (Endpoint nameless = Endpoint.socket(Family.UNIX, Kind.STREAM)) {
      assertThatThrownBy(() -> nameless.permit(0600, OptionalInt.empty()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("bind it to a path first");
    }
  }

  private Endpoint bound(String where) {
    EndpointAddress at = address(where);
    Endpoint socket = Endpoint.socket(at.family(), Kind.STREAM);
    try {
      return socket.bind(at);
    } catch (RuntimeException refused) {
      socket.close();
      throw refused;
    }
  }

  private void connected(String where) throws InterruptedException {
    EndpointAddress to = address(where);
    try (Endpoint socket = Endpoint.socket(to.family(), Kind.STREAM)) {
      socket.connect(to);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void every_wait_ends_by_time_by_interrupt_and_by_closing(boolean virtual) throws Exception {
    EndpointAddress at = address("unix:DIR/s");
    try (Endpoint server = Endpoint.socket(at.family(), Kind.STREAM).bind(at).listen(1);
        Endpoint client = Endpoint.socket(at.family(), Kind.STREAM).connect(at);
        Endpoint talk = server.accept()) {
      byte[] room = new byte[1 << 20];
      assertThat(server.accept(SOON)).isNull();
      assertThat(talk.read(room, 0, 1, SOON)).isEqualTo(Endpoint.TIMED_OUT);
      int taken = client.write(room, 0, room.length, SOON);
      assertThat(taken).isBetween(1, room.length - 1);

      int drained = 0;
      while (drained < taken) {
        drained += talk.read(room);
      }
      AsyncCall<Integer> reading = AsyncCall.start(virtual, () -> talk.read(room)).awaitAsleep();
      AsyncCall<Endpoint> accepting = AsyncCall.start(virtual, server::accept).awaitAsleep();
      reading.interrupt();
      assertThat(reading.failure()).isInstanceOf(InterruptedException.class);
      server.close();
      assertThat(accepting.failure()).isInstanceOf(ConnectionLostException.class);
      client.write("on".getBytes(UTF_8));
      assertThat(talk.read(room)).isEqualTo(2);

      AsyncCall<Integer> again = AsyncCall.start(virtual, () -> talk.read(room)).awaitAsleep();
      client.write("x".getBytes(UTF_8));
      assertThat(again.result()).isOne();
    }
  }

  @Test
  void a_thousand_virtual_threads_wait_at_sockets_at_once() throws Exception {
    EndpointAddress at = address("unix:DIR/d");
    try (Endpoint one = Endpoint.socket(at.family(), Kind.DATAGRAM).bind(at);
        Endpoint other = Endpoint.socket(at.family(), Kind.DATAGRAM)) {
      CompletableFuture<?>[] all = new CompletableFuture<?>[1000];
      for (int i = 0; i < all.length; i++) {
        CompletableFuture<Boolean> got = new CompletableFuture<>();
        all[i] = got;
        Thread.ofVirtual()
            .start(() -> {
              try {
                got.complete(one.receiveFrom(10).bytes().length == 1);
              } catch (InterruptedException | RuntimeException e) {
                got.completeExceptionally(e);
              }
            });
      }
      for (int i = 0; i < all.length; i++) {
        other.sendTo(at, new byte[1]);
      }
      Eventually.result(CompletableFuture.allOf(all));
    }
  }

  @Test
  void after_the_end_of_output_the_peer_can_still_answer() throws Exception {
    EndpointAddress at = address("tcp://127.0.0.1:0");
    try (Endpoint server = Endpoint.socket(at.family(), Kind.STREAM).bind(at).listen(1);
        Endpoint client = Endpoint.socket(at.family(), Kind.STREAM).connect(server.local());
        Endpoint talk = server.accept()) {
      client.watchPeer(LONG).write("question".getBytes(UTF_8));
      client.endOutput();
      byte[] got = new byte[100];
      assertThat(talk.read(got)).isEqualTo(8);
      assertThat(talk.read(got)).isEqualTo(Endpoint.END);
      talk.write("answer".getBytes(UTF_8));
      assertThat(client.read(got)).isEqualTo(6);
      talk.close();
      assertThat(client.read(got)).isEqualTo(Endpoint.END);
      assertThatThrownBy(() ->
              Eventually.holds(() -> {
                client.write(got);
                return false;
              }))
          .hasCauseInstanceOf(ConnectionLostException.class);
    }
  }

  @Test
  void the_jdks_own_channels_can_be_the_other_end() throws Exception {
    EndpointAddress at = address("unix:DIR/s");
    try (Endpoint server = Endpoint.socket(at.family(), Kind.STREAM).bind(at).listen(1);
        java.nio.channels.SocketChannel channel =
            java.nio.channels.SocketChannel.open(
                java.net.UnixDomainSocketAddress.of(directory.resolve("s")));
        Endpoint talk = server.accept()) {
      channel.write(java.nio.ByteBuffer.wrap("jdk".getBytes(UTF_8)));
      byte[] got = new byte[10];
      assertThat(talk.read(got)).isEqualTo(3);
    }
  }
}
