// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Address;
import dure.DamagedMailboxException;
import dure.LinkTakenException;
import dure.Mailbox;
import dure.MailboxExistsException;
import dure.MailboxStatus.Condition;
import dure.NoSuchMailboxException;
import dure.Owner;
import dure.file.SharedFile;
import dure.handover.DescriptorServer;
import dure.handover.OwnerSocketName;
import dure.layout.FileNames;
import dure.linux.Files;
import dure.linux.Poll;
import dure.linux.Sockets;
import dure.testkit.Bound;
import dure.testkit.CProgram;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.OtherUser;
import dure.testkit.ProcessorTime;
import dure.testkit.Stopwatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Doors under bad conditions: put up by others, besieged, left by their owner, or without
/// descriptors to let anybody in.
class DoorTest extends Boxes {
  /// Binds an abstract name, adding bytes that are no text, or not listening.
  private static final String BINDER =
      """
      #include <stdio.h>
      #include <string.h>
      #include <sys/socket.h>
      #include <sys/un.h>
      #include <unistd.h>

      int main(int argc, char **argv) {
        struct sockaddr_un address = { .sun_family = AF_UNIX };
        int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);
        int length = strlen(argv[1]);
        memcpy(address.sun_path + 1, argv[1], length);
        if (strcmp(argv[2], "junk") == 0) {
          memcpy(address.sun_path + 1 + length, "\\xff\\xfe", 2);
          length += 2;
        }
        if (bind(fd, (struct sockaddr *) &address, 3 + length)) {
          return 1;
        }
        if (strcmp(argv[2], "silent") != 0 && listen(fd, 1)) {
          return 1;
        }
        puts("bound");
        fflush(stdout);
        pause();
        return 0;
      }
      """;

  @TempDir private Path directory;

  private static SharedFile zeros(String name) {
    return SharedFile.anonymous(name, 8192, 0600, "", file -> {});
  }

  private Child binder(String name, String how) {
    Path program = new CProgram(CProgram.GCC, BINDER).compileIn(directory);
    Child binder = Child.command(program.toString(), FileNames.current().door(name), how);
    binder.await("bound");
    return binder;
  }

  @Test
  void nobody_gets_hold_of_a_systems_mailbox_by_a_door_of_its_name() throws Exception {
    String name = name();
    try (Mailbox box = Mailbox.create(name);
        FakeDoor _ = new FakeDoor(name, zeros(name))) {
      box.send("for its receivers");
      assertThat(Mailbox.status(name).condition()).isEqualTo(Condition.LIVE);
      try (Mailbox same = Mailbox.open(name)) {
        assertThat(same.receive().text()).isEqualTo("for its receivers");
      }
      Mailbox.delete(name);
      assertThat(java.nio.file.Files.exists(Path.of(FileNames.current().path(name)))).isFalse();
    }
  }

  /// The check that nothing is left behind finds the connection if it stays open.
  @Test
  void what_is_handed_out_and_is_no_mailbox_is_refused_and_let_go() throws Exception {
    String name = name();
    try (FakeDoor _ = new FakeDoor(name, zeros(name))) {
      for (int i = 0; i < 10; i++) {
        assertThatThrownBy(() -> Mailbox.open(name)).isInstanceOf(DamagedMailboxException.class);
        assertThatThrownBy(() -> Mailbox.status(name)).isInstanceOf(DamagedMailboxException.class);
      }
    }
  }

  @Test
  void a_name_that_is_no_text_disturbs_nobody() {
    String name = name();
    try (Child _ = binder(name, "junk")) {
      assertThat(Mailbox.list()).noneMatch(seen -> seen.address().name().startsWith(name));
      Mailbox.create(name).close();
    }
  }

  @Test
  void a_name_that_is_bound_and_not_a_door_is_no_mailbox() {
    String name = name();
    try (Child _ = binder(name, "silent")) {
      assertThat(
              new OwnerSocketName(new Address("shm", name), FileNames.current().door(name))
                  .isOpen())
          .isFalse();
      assertThatThrownBy(() -> Mailbox.open(name)).isInstanceOf(NoSuchMailboxException.class);
      assertThatThrownBy(() -> Mailbox.named(name).owner(Owner.PROCESS).openOrCreate())
          .isInstanceOf(MailboxExistsException.class);
      Mailbox.openOrCreate(name).close();
    }
  }

  /// Owns a mailbox until it is killed.
  static final class OwnerRole {
    public static void main(String[] arguments) throws Exception {
      try (Mailbox _ = Mailbox.named(arguments[0]).owner(Owner.PROCESS).create()) {
        System.out.println("owns");
        System.in.read();
      }
    }
  }

  @Test
  void a_stopped_owner_holds_a_list_up_for_a_second_only() throws Exception {
    String name = name();
    try (Child owner = Child.java(OwnerRole.class, name)) {
      owner.await("owns");
      owner.signal("STOP");
      Bound.holds(
          Duration.ofSeconds(4),
          () -> {
            Stopwatch watch = Stopwatch.start();
            assertThat(Mailbox.list())
                .anyMatch(seen ->
                    seen.address().name().equals(name)
                        && seen.condition() == Condition.UNREACHABLE);
            return watch.stop();
          });
      owner.signal("CONT");
      Eventually.holds(() -> Mailbox.status(name).condition() == Condition.LIVE);
    }
  }

  /// Connections that are opened here get the numbers of descriptors closed before.
  private static void assertLeavesSocketsAlone(String name, Runnable closing) {
    int listening = Sockets.listen("test-of-" + name);
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      others.add(Sockets.connect("test-of-" + name));
      others.add(Sockets.accept(listening));
    }
    closing.run();
    assertThat(others).allSatisfy(other -> assertThat(Sockets.send(other, 1, -1)).isPositive());
    others.add(Sockets.connect("test-of-" + name));
    assertThat(others.getLast()).as("a connection to one that still listens").isNotNegative();
    others.forEach(Files::close);
    Files.close(listening);
  }

  /// Waits until the loop of this process has closed what it had.
  private static void awaitDescriptors(long most) {
    Eventually.holds(() -> Descriptors.open() <= most);
  }

  @Test
  void a_visitor_who_closes_after_his_owner_shuts_nobody_elses_socket() throws Exception {
    String name = name();
    try (Child owner = Child.java(OwnerRole.class, name)) {
      owner.await("owns");
      Mailbox box = Mailbox.open(name);
      long connected = Descriptors.open();
      owner.kill();
      awaitDescriptors(connected - 1);
      assertLeavesSocketsAlone(name, box::close);
    }
  }

  @Test
  void an_owner_who_closes_after_the_deletion_shuts_nobody_elses_socket() throws Exception {
    String name = name();
    Mailbox box = Mailbox.named(name).owner(Owner.PROCESS).create();
    long open = Descriptors.open();
    Mailbox.delete(name);
    awaitDescriptors(open - 3); // the socket, and the memory to hand out
    assertLeavesSocketsAlone(name, box::close);
  }

  @Test
  void one_thread_attends_to_all_doors_and_visits_of_a_process() {
    List<Mailbox> open = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        String name = name();
        open.add(Mailbox.named(name).owner(Owner.PROCESS).create());
        open.add(Mailbox.open(name));
      }
      assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
          .filteredOn(name -> name.startsWith("dure-"))
          .containsExactly("dure-descriptors");
    } finally {
      open.forEach(Mailbox::close);
    }
  }

  /// Handles closed in the very moment in which their owner ends.
  @Test
  void the_end_of_an_owner_may_meet_that_of_a_visit() throws Exception {
    List<Throwable> uncaught = new ArrayList<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
    try {
      for (int round = 0; round < 200; round++) {
        String name = name();
        Mailbox owner = Mailbox.named(name).owner(Owner.PROCESS).create();
        long alone = Descriptors.open();
        Mailbox visitor = Mailbox.open(name);
        Thread closing = Thread.ofPlatform().start(visitor::close);
        owner.close();
        closing.join();
        awaitDescriptors(alone);
      }
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(uncaught).isEmpty();
  }

  /// Knocks at a door again and again, and stays.
  static final class Refused {
    public static void main(String[] arguments) throws Exception {
      int refused = 0;
      for (int i = 0; i < 100; i++) {
        int connection = Sockets.connect(FileNames.current().door(arguments[0]));
        refused += Sockets.receive(connection).value() == DescriptorServer.REFUSED ? 1 : 0;
      }
      System.out.println("refused " + refused);
      System.in.read();
    }
  }

  @Test
  void who_is_refused_is_not_kept_at_the_door() throws Exception {
    String name = name();
    boolean root = OtherUser.isThere();
    try (Mailbox owner = Mailbox.named(name).owner(Owner.PROCESS).mode(root ? 0600 : 0).create()) {
      long before = Descriptors.open();
      try (Child stranger =
          root
              ? new OtherUser(directory, Refused.class).java(Refused.class, name)
              : Child.java(Refused.class, name)) {
        stranger.await("refused 100");
        Eventually.holds(() -> Descriptors.open() <= before + 20);
      }
      assertThat(owner.trySend("still here")).isTrue();
    }
  }

  @Test
  void a_door_lets_in_only_so_many() throws Exception {
    String name = name();
    try (Mailbox _ = Mailbox.named(name).owner(Owner.PROCESS).participants(2).create()) {
      List<Integer> connections = new ArrayList<>();
      for (int i = 0; i < 2 + DescriptorServer.ONLOOKERS; i++) {
        connections.add(Sockets.connect(FileNames.current().door(name)));
        Sockets.Parcel parcel = Sockets.receive(connections.getLast());
        assertThat(parcel.value()).isEqualTo(DescriptorServer.WELCOME);
        Files.close(parcel.fd());
      }
      assertThatThrownBy(() -> Mailbox.status(name)).isInstanceOf(LinkTakenException.class);
      connections.forEach(Files::close);
      Mailbox.open(name).close();
    }
  }

  private static Child poor(Class<?> role, String name) {
    return Child.javaUnder(List.of("prlimit", "--nofile=200"), List.of(), role, name);
  }

  @Test
  void a_door_without_descriptors_waits_for_some() throws Exception {
    String name = name();
    try (Child owner = poor(PoorOwner.class, name)) {
      owner.await("owns");
      Mailbox.open(name).close();
      owner.tell("");
      owner.await("has none");
      int connection = Sockets.connect(FileNames.current().door(name));
      Bound.holds(
          Duration.ofMillis(400),
          () -> ProcessorTime.perSecond(owner.pid(), Duration.ofMillis(500)));
      assertThat(Poll.await(new int[] {connection}, 0)[0]).as("an answer").isFalse();
      owner.tell("");
      Sockets.Parcel parcel = Sockets.receive(connection);
      assertThat(parcel.value()).isEqualTo(DescriptorServer.WELCOME);
      Files.close(parcel.fd());
      Files.close(connection);
    }
  }

  @Test
  void a_creation_that_fails_leaves_no_descriptor() {
    try (Child creator = poor(PoorCreator.class, name())) {
      assertThat(Integer.parseInt(creator.await("failed"))).isBetween(4, 23);
      creator.awaitSuccess();
    }
  }
}
