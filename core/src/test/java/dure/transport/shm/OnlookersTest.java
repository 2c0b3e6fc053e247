// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.DureException;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.Message;
import dure.NotPermittedException;
import dure.Owner;
import dure.OwnerGoneException;
import dure.Receivers;
import dure.WhenFull;
import dure.testkit.Child;
import dure.testkit.OtherUser;
import dure.testkit.TestNamespace;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes that listen without taking part: of another user, stopped, or at the mailbox of a
/// process that dies.
class OnlookersTest extends Boxes {
  private static final Duration SOON = Child.PATIENCE;

  @TempDir private Path directory;

  private static MailboxBuilder lossy(String address) {
    return Mailbox.named(address)
        .receivers(Receivers.ALL)
        .whenFull(WhenFull.DROP_OLDEST)
        .capacity(Capacity.bounded(64))
        .messageSize(100);
  }

  /// Listens, and tells what it got and missed, until the mailbox ends.
  static final class Listener {
    public static void main(String[] arguments) throws Exception {
      try (Mailbox box = Mailbox.named(arguments[0]).readOnly().open()) {
        System.out.println("listens");
        while (true) {
          Message message = box.receive();
          System.out.println("got " + message.missed() + " " + message.text());
        }
      } catch (DureException end) {
        System.out.println("ended: " + end.getClass().getSimpleName() + " " + end.getMessage());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"in /dev/shm", "in a file", "of a process"})
  void another_user_who_may_only_read_listens(String where) throws Exception {
    boolean root = OtherUser.isThere();
    String name = name();
    String address = where.equals("in a file") ? "file:" + directory.resolve(name) : name;
    OtherUser other = root ? new OtherUser(directory, Listener.class) : null;
    try (Mailbox sender =
            lossy(address)
                .owner(where.equals("of a process") ? Owner.PROCESS : Owner.SYSTEM)
                .mode(0644)
                .create();
        Child listener =
            other != null
                ? other.java(Listener.class, address)
                : Child.java(Listener.class, address)) {
      listener.await("listens");
      assertThat(Files.readAllLines(Path.of("/proc/" + listener.pid() + "/maps")))
          .filteredOn(line -> line.contains(name))
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line.split(" +", 3)[1]).isEqualTo("r--s"));
      sender.send("m");
      assertThat(listener.await("got")).isEqualTo("0 m");
      assertThat(Objects.requireNonNull(sender.status().details()).participants()).hasSize(1);
      Mailbox.delete(address);
      assertThat(listener.await("ended:")).startsWith("MailboxDeletedException");
      listener.awaitSuccess();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SYSTEM", "PROCESS"})
  void who_may_not_read_is_refused(Owner owner) {
    String name = name();
    boolean root = OtherUser.isThere();
    try (Mailbox _ = lossy(name).owner(owner).mode(root ? 0622 : 0).create()) {
      if (!root) {
        assertThatThrownBy(() -> Mailbox.named(name).readOnly().open())
            .isInstanceOf(NotPermittedException.class);
        return;
      }
      try (Child stranger = new OtherUser(directory, Listener.class).java(Listener.class, name)) {
        assertThat(stranger.await("ended:")).startsWith("NotPermittedException");
        stranger.awaitSuccess();
      }
    }
  }

  @Test
  void a_stopped_one_holds_nobody_up_and_is_told_what_it_missed() throws Exception {
    String name = name();
    try (Mailbox sender = lossy(name).create();
        Child listener = Child.java(Listener.class, name)) {
      listener.await("listens");
      listener.signal("STOP");
      for (int i = 0; i < 10_000; i++) {
        assertThat(sender.trySend("m" + i)).isTrue();
      }
      listener.signal("CONT");
      sender.send("last");
      long missed = 0;
      long got = 0;
      String[] words;
      do {
        words = listener.await("got").split(" ", 2);
        missed += Long.parseLong(words[0]);
        got++;
      } while (!words[1].equals("last"));
      assertThat(got).isLessThanOrEqualTo(65);
      assertThat(missed + got).isEqualTo(10_001);
    }
  }

  /// Owns a mailbox until it is killed.
  static final class OwnerRole {
    public static void main(String[] arguments) throws Exception {
      try (Mailbox _ = lossy(arguments[0]).owner(Owner.PROCESS).participant("the owner").create()) {
        System.out.println("owns");
        System.in.read();
      }
    }
  }

  /// Nobody takes part any more who could say in the mailbox that its owner is dead.
  @Test
  void the_death_of_the_owner_is_noticed_by_itself() throws Exception {
    String name = name();
    try (Child owner = Child.java(OwnerRole.class, name)) {
      owner.await("owns");
      try (Mailbox box = Mailbox.named(name).readOnly().open()) {
        assertThat(box.receive(Duration.ofMillis(100))).isNull();
        owner.kill();
        assertThatThrownBy(() -> box.receive(SOON))
            .isInstanceOf(OwnerGoneException.class)
            .hasMessageContaining("'the owner' (pid " + owner.pid() + ")");
        assertThatThrownBy(box::tryReceive).isInstanceOf(OwnerGoneException.class);
        assertThatThrownBy(box::occupancy).isInstanceOf(OwnerGoneException.class);
      }
    }
  }

  /// Claims room and never publishes.
  static final class Claimer {
    public static void main(String[] arguments) throws Exception {
      try (Mailbox box = Mailbox.open(arguments[0])) {
        box.claim(1);
        System.out.println("claimed");
        System.in.read();
      }
    }
  }

  /// Nobody sweeps up after the dead sender: whoever takes part only sends, and has room.
  @Test
  void a_claim_holds_it_up_while_its_sender_lives_and_no_longer() throws Exception {
    String name = name();
    try (Mailbox sender = lossy(name).create();
        Mailbox box = Mailbox.named(name).readOnly().open();
        Child claimer = Child.java(Claimer.class, name)) {
      claimer.await("claimed");
      sender.send("after");
      assertThat(box.receive(Duration.ofMillis(100))).isNull();
      claimer.kill();
      Message message = Objects.requireNonNull(box.receive(SOON));
      assertThat(message.text()).isEqualTo("after");
      assertThat(message.missed()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4096})
  void truncation_under_it_is_an_exception_and_not_a_crash(int length) throws Exception {
    String name = name();
    Path file = TestNamespace.file("dure." + name);
    lossy(name).create().close();
    try (Child listener = Child.java(Listener.class, name)) {
      listener.await("listens");
      try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
        raw.setLength(length);
      }
      assertThat(listener.await("ended:")).startsWith("DamagedMailboxException");
      assertThat(listener.awaitEnd()).isZero();
    }
    Files.delete(file);
  }
}
