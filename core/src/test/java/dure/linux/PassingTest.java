// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static dure.linux.Outcome.good;
import static org.assertj.core.api.Assertions.assertThat;

import dure.linux.SocketsTest.Connection;
import dure.testkit.Child;
import dure.testkit.OtherUser;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is at the other end of a connection, and descriptors handed over it.
class PassingTest {
  private final String name = TestNamespace.name("dure-test");

  @TempDir private Path forOthers;
  private ShmDirectory directory;
  private int file;

  @BeforeEach
  void make_a_file() throws IOException {
    directory = new ShmDirectory();
    java.nio.file.Files.writeString(Path.of(directory.file("file")), "안녕");
    file = good(Files.open(directory.file("file"), Files.O_RDONLY, 0));
  }

  @AfterEach
  void close_it() {
    Files.close(file);
    directory.close();
  }

  @Test
  void a_descriptor_goes_to_another_process_and_comes_back_as_another_number() {
    int listening = good(Sockets.listen(name));
    try (Child child = Child.java(Visitor.class, name)) {
      int visitor = accept(listening, child);
      Sockets.Peer peer = Sockets.peer(visitor);
      assertThat(peer.pid()).isEqualTo((int) child.pid());
      assertThat(peer.uid()).isEqualTo(Processes.uid());
      assertThat(peer.gid()).isEqualTo(Processes.gid());
      assertThat(peer.isIn(Processes.gid())).isTrue();
      assertThat(child.await("host:"))
          .isEqualTo(Processes.pid() + " " + Processes.uid() + " " + Processes.gid());
      assertThat(Sockets.send(visitor, 41, file)).isEqualTo(1);
      assertThat(child.await("got:")).isEqualTo("41 안녕");
      Sockets.Parcel back = Sockets.receive(visitor);
      assertThat(back.value()).isEqualTo(42);
      assertThat(back.fd()).isNotEqualTo(file);
      assertThat(Files.status(back.fd()).sameFile(Files.status(file))).isTrue();
      assertThat(Sockets.receive(visitor).value()).as("it has ended").isEqualTo(-1);
      child.awaitSuccess();
      Files.close(back.fd());
      Files.close(visitor);
    }
    Files.close(listening);
  }

  @Test
  void a_received_descriptor_is_closed_on_exec() throws IOException {
    try (Connection c = new Connection(name)) {
      Sockets.send(c.visitor, 1, file);
      int received = Sockets.receive(c.host).fd();
      assertThat(java.nio.file.Files.readString(Path.of("/proc/self/fdinfo/" + received)))
          .containsPattern("flags:\\s+0[0-7]*2[0-7]{6}\n");
      Files.close(received);
    }
  }

  @Test
  void another_users_number_and_groups_are_the_kernels_word() {
    IntStream groups = IntStream.range(70_000, 70_150);
    String list = groups.mapToObj(Integer::toString).collect(Collectors.joining(","));
    int listening = good(Sockets.listen(name));
    try (Child child =
        OtherUser.isThere()
            ? new OtherUser(forOthers, Visitor.class)
                .java(List.of("--groups=" + list), Visitor.class, name)
            : Child.java(Visitor.class, name)) {
      int visitor = accept(listening, child);
      Sockets.Peer peer = Sockets.peer(visitor);
      assertThat(peer.uid()).isEqualTo(OtherUser.isThere() ? OtherUser.NUMBER : Processes.uid());
      assertThat(peer.gid()).isEqualTo(OtherUser.isThere() ? OtherUser.NUMBER : Processes.gid());
      assertThat(peer.isIn(70_149)).isEqualTo(OtherUser.isThere());
      assertThat(peer.isIn(70_150)).isFalse();
      Sockets.send(visitor, 1, file);
      assertThat(child.await("got:")).isEqualTo("1 안녕");
      Files.close(Sockets.receive(visitor).fd());
      child.awaitSuccess();
      Files.close(visitor);
    }
    Files.close(listening);
  }

  @Test
  void a_parcel_with_two_descriptors_is_refused_and_neither_kept() {
    try (Connection c = new Connection(name)) {
      assertThat(BadSender.send(c.visitor, 1, file, file)).isEqualTo(1);
      List<Integer> open = open();
      Sockets.Parcel parcel = Sockets.receive(c.host);
      assertThat(parcel.isCut()).isTrue();
      assertThat(parcel.hadTooMany()).isTrue();
      assertThat(parcel.fd()).isNegative();
      assertThat(open()).isEqualTo(open);
    }
  }

  @Test
  void a_descriptor_without_a_byte_is_refused_and_not_kept() {
    try (Connection c = new Connection(name)) {
      assertThat(BadSender.send(c.visitor, 0, file)).isZero();
      List<Integer> open = open();
      assertThat(Sockets.receive(c.host)).isEqualTo(new Sockets.Parcel(-1, -1));
      assertThat(open()).isEqualTo(open);
    }
  }

  private static List<Integer> open() {
    return IntStream.range(0, 1000)
        .filter(fd -> Files.status("/proc/self/fd/" + fd) != null)
        .boxed()
        .toList();
  }

  private static int accept(int listening, Child child) {
    assertThat(Poll.await(new int[] {listening}, Child.PATIENCE.toNanos())).containsExactly(true);
    assertThat(child.await("connected:")).isEqualTo("yes");
    return good(Sockets.accept(listening));
  }
}
