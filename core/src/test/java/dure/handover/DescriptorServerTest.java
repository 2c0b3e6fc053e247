// SPDX-License-Identifier: Apache-2.0
package dure.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Poll;
import dure.linux.Sockets;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.OtherUser;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A door, those who come to it, and its end.
class DescriptorServerTest {
  private static final int END = 9;
  private static final int NEVER_MIND = 10;
  private static final int FAIL = 11;
  private static final long LONG = Child.PATIENCE.toNanos();

  private final String name = TestNamespace.name("dure-test-door");

  @TempDir private Path directory;

  private DescriptorServer open(AccessPolicy keeper) {
    return DescriptorServer.open(
        name, DescriptorLoop.SHARED, DescriptorServerTest::requireOpen, keeper);
  }

  private static void requireOpen(int listening) {
    if (listening < 0) {
      throw new IllegalStateException(Errno.describe(listening));
    }
  }

  /// Hands out a file of a certain mode, and ends when it is told to.
  private static final class TestKeeper implements AccessPolicy {
    final AtomicInteger closings = new AtomicInteger();
    final int places;
    final int file;
    volatile boolean fails;
    volatile boolean ended;

    TestKeeper(Path directory, int mode, int places) throws IOException {
      this.places = places;
      Path path = java.nio.file.Files.createTempFile(directory, "test", "handover");
      this.file = Files.open(path.toString(), Files.O_RDWR, 0);
      assertThat(Files.changeMode(file, mode)).isZero();
    }

    @Override
    public int handOut(Sockets.Peer visitor) {
      return AccessPolicy.byMode(visitor, fails ? -1 : file, -1);
    }

    @Override
    public int places() {
      return places;
    }

    @Override
    public boolean hear(int connection) {
      int said = Sockets.receive(connection).value();
      if (said == FAIL) {
        Sockets.Peer _ = Sockets.peer(file);
      }
      if (said == END) {
        ended = true;
      }
      return ended || said == NEVER_MIND;
    }

    @Override
    public boolean isWanted() {
      return !ended;
    }

    @Override
    public int lastWord() {
      return ended ? END : -1;
    }

    @Override
    public void close() {
      closings.incrementAndGet();
      Files.close(file);
    }
  }

  /// Knocks, says what it was answered, and stays.
  static final class VisitorRole {
    public static void main(String[] arguments) throws IOException {
      Sockets.Parcel parcel = Sockets.receive(Sockets.connect(arguments[0]));
      System.out.println("answer " + parcel.value() + (parcel.fd() >= 0 ? " with" : " without"));
      System.in.read();
    }
  }

  /// Comes in; what stays open is the connection.
  private int visit(int answer) {
    int connection = Sockets.connect(name);
    assertThat(connection).isNotNegative();
    assertThat(answer(connection)).isEqualTo(answer);
    return connection;
  }

  /// What is answered, or −1 at the end of the connection; a descriptor comes with a welcome alone.
  private static int answer(int connection) {
    assertThat(Poll.await(new int[] {connection}, LONG)[0]).isTrue();
    Sockets.Parcel parcel = Sockets.receive(connection);
    assertThat(parcel.fd() >= 0).isEqualTo(parcel.value() == DescriptorServer.WELCOME);
    if (parcel.fd() >= 0) {
      Files.close(parcel.fd());
    }
    return parcel.value();
  }

  @Test
  void a_visitor_who_is_killed_makes_room() throws IOException {
    try (DescriptorServer _ = open(new TestKeeper(directory, 0600, 1));
        Child visitor = Child.java(VisitorRole.class, name)) {
      assertThat(visitor.await("answer")).isEqualTo(DescriptorServer.WELCOME + " with");
      Files.close(visit(DescriptorServer.FULL));
      visitor.kill();
      Eventually.holds(() -> {
        int connection = Sockets.connect(name);
        boolean in = answer(connection) == DescriptorServer.WELCOME;
        Files.close(connection);
        return in;
      });
    }
  }

  @Test
  void whom_the_doorkeeper_does_not_let_in_is_refused() throws IOException {
    if (!OtherUser.isThere()) {
      try (DescriptorServer _ = open(new TestKeeper(directory, 0, 1))) {
        Files.close(visit(DescriptorServer.REFUSED));
      }
      return;
    }
    OtherUser user = new OtherUser(directory, VisitorRole.class);
    for (int mode : new int[] {0600, 0604}) {
      try (DescriptorServer _ = open(new TestKeeper(directory, mode, 1));
          Child visitor = user.java(VisitorRole.class, name)) {
        assertThat(visitor.await("answer"))
            .isEqualTo(
                mode == 0600
                    ? DescriptorServer.REFUSED + " without"
                    : DescriptorServer.WELCOME + " with");
      }
    }
  }

  @Test
  void where_nobody_stays_there_is_room_for_all() throws IOException {
    try (DescriptorServer _ = open(new TestKeeper(directory, 0600, 0))) {
      for (int i = 0; i < 100; i++) {
        int connection = visit(DescriptorServer.WELCOME);
        assertThat(answer(connection)).as("the end").isEqualTo(-1);
        Files.close(connection);
      }
    }
  }

  @Test
  void the_name_is_free_when_the_door_is_closed_and_when_a_visitor_sees_its_end()
      throws IOException {
    for (int i = 0; i < 50; i++) {
      TestKeeper keeper = new TestKeeper(directory, 0600, 4);
      DescriptorServer door = open(keeper);
      int connection = visit(DescriptorServer.WELCOME);
      if (i % 2 == 0) {
        door.close();
        assertThat(keeper.closings).hasValue(1);
        assertThat(answer(connection)).isEqualTo(-1);
      } else {
        Sockets.send(connection, END, -1);
        assertThat(answer(connection)).as("the last word").isEqualTo(END);
      }
      int next = Sockets.listen(name);
      assertThat(next).isNotNegative();
      door.close();
      assertThat(keeper.closings).hasValue(1);
      int same = Sockets.connect(name);
      assertThat(same).as("another's door of this name stays open").isNotNegative();
      Files.close(same);
      Files.close(next);
      Files.close(connection);
    }
  }

  @Test
  void who_talks_stays_if_the_doorkeeper_likes_it() throws IOException {
    try (DescriptorServer _ = open(new TestKeeper(directory, 0600, 4))) {
      int polite = visit(DescriptorServer.WELCOME);
      int bad = visit(DescriptorServer.WELCOME);
      Sockets.send(polite, NEVER_MIND, -1);
      Sockets.send(bad, FAIL, -1);
      assertThat(answer(bad)).isEqualTo(-1);
      assertThat(Poll.await(new int[] {polite}, 0)[0]).as("news").isFalse();
      Files.close(polite);
      Files.close(bad);
    }
  }

  @Test
  void what_goes_wrong_with_one_visitor_concerns_no_other() throws IOException {
    TestKeeper keeper = new TestKeeper(directory, 0600, 4);
    try (DescriptorServer _ = open(keeper)) {
      int first = visit(DescriptorServer.WELCOME);
      keeper.fails = true;
      Files.close(visit(-1));
      keeper.fails = false;
      Files.close(visit(DescriptorServer.WELCOME));
      assertThat(Poll.await(new int[] {first}, 0)[0]).as("news").isFalse();
      Files.close(first);
    }
  }

  @Test
  void a_door_that_cannot_be_opened_lets_go_of_what_it_has() throws IOException {
    try (DescriptorServer _ = open(new TestKeeper(directory, 0600, 1))) {
      TestKeeper second = new TestKeeper(directory, 0600, 1);
      assertThatThrownBy(() -> open(second)).hasMessageContaining("EADDRINUSE");
      assertThat(second.closings).hasValue(1);
      Files.close(visit(DescriptorServer.WELCOME));
    }
  }

  @Test
  void an_interrupt_is_kept_while_a_door_closes_and_an_answer_is_awaited() throws IOException {
    TestKeeper keeper = new TestKeeper(directory, 0600, 1);
    DescriptorServer door = open(keeper);
    try (Socket connection = new Socket(visit(DescriptorServer.WELCOME))) {
      Thread.currentThread().interrupt();
      assertThat(connection.awaitInput(1_000_000)).as("nothing comes").isFalse();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      door.close();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(keeper.closings).as("it has waited all the same").hasValue(1);
      assertThat(connection.awaitInput(LONG)).as("its end").isTrue();
    }
  }
}
