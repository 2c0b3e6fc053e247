// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.Delivery;
import dure.Mailbox;
import dure.MailboxStatus.Participant;
import dure.Message;
import dure.NoSuchMailboxException;
import dure.layout.ParticipantLayout;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.OtherUser;
import dure.testkit.TestNamespace;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A user who may only read a mailbox takes read locks on its file, and holds up nobody.
class ReadLocksTest extends Boxes {
  private static final long ALL = 1 << 21;

  @TempDir private Path directory;
  private final String name = name();

  @BeforeEach
  void create() {
    Mailbox.named(name).mode(0644).capacity(Capacity.bounded(4)).participants(8).create().close();
  }

  /// Takes read locks on a range of bytes of a file, and holds them.
  static final class Reader {
    public static void main(String[] arguments) throws Exception {
      long from = Long.parseLong(arguments[1]);
      long bytes = Long.parseLong(arguments[2]);
      try (FileChannel file = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.READ);
          FileLock lock = file.tryLock(from, bytes, true)) {
        System.out.println("locked " + (lock != null));
        int _ = System.in.read();
      }
    }
  }

  /// Takes a message in place, and keeps it in hand.
  static final class Victim {
    public static void main(String[] arguments) throws Exception {
      try (Mailbox box = Mailbox.open(arguments[0])) {
        box.send("precious");
        try (Delivery delivery = box.receiveDelivery()) {
          System.out.println("has " + delivery.message().text());
          int _ = System.in.read();
        }
      }
    }
  }

  private Child reader(long from, long bytes) {
    String[] what = {TestNamespace.file("dure." + name).toString(), "" + from, "" + bytes};
    Child reader =
        OtherUser.isThere()
            ? new OtherUser(directory, Reader.class).java(Reader.class, what)
            : Child.java(Reader.class, what);
    assertThat(reader.await("locked")).isEqualTo("true");
    return reader;
  }

  private static Child victim(String name) {
    Child victim = Child.java(Victim.class, name);
    victim.await("has");
    return victim;
  }

  private static List<Participant> participants(Mailbox box) {
    return Objects.requireNonNull(box.status().details()).participants();
  }

  private static void receivesWhatTheDeadHad(Mailbox box) throws InterruptedException {
    Message message = box.receive(Child.PATIENCE);
    assertThat(Objects.requireNonNull(message).text()).isEqualTo("precious");
    assertThat(message.redelivered()).isEqualTo(1);
    Eventually.holds(() -> participants(box).size() == 1);
  }

  @Test
  void the_dead_whose_byte_a_reader_keeps_are_swept_and_their_place_is_free() throws Exception {
    try (Child victim = victim(name)) {
      victim.kill();
      try (Child _ = reader(ParticipantLayout.LOCK_BASE, ALL);
          Mailbox box = Mailbox.open(name)) {
        receivesWhatTheDeadHad(box);
      }
    }
  }

  @Test
  void a_process_that_joins_while_a_reader_keeps_all_bytes_lives_until_it_dies() throws Exception {
    try (Child _ = reader(ParticipantLayout.LOCK_BASE, ALL);
        Child victim = victim(name);
        Mailbox box = Mailbox.open(name)) {
      assertThat(participants(box)).hasSize(2).allMatch(Participant::alive);
      assertThat(box.tryReceive()).as("what a living process has in hand").isNull();
      victim.kill();
      receivesWhatTheDeadHad(box);
    }
  }

  @Test
  void one_that_joined_by_its_token_is_seen_when_the_reader_has_gone() throws Exception {
    try (Child reader = reader(ParticipantLayout.LOCK_BASE, ALL);
        Child victim = victim(name)) {
      reader.kill();
      try (Mailbox box = Mailbox.open(name)) {
        assertThat(participants(box)).hasSize(2).allMatch(Participant::alive);
        assertThat(box.tryReceive()).as("what a living process has in hand").isNull();
        victim.kill();
        receivesWhatTheDeadHad(box);
      }
    }
  }

  @Test
  void as_many_join_while_a_reader_keeps_all_bytes_as_there_are_places() throws Exception {
    try (Child _ = reader(ParticipantLayout.LOCK_BASE, ALL)) {
      for (int round = 0; round < 2; round++) {
        List<Mailbox> all = List.of(Mailbox.open(name), Mailbox.open(name), Mailbox.open(name));
        assertThat(participants(all.get(0))).hasSize(3).allMatch(Participant::alive);
        all.forEach(Mailbox::close);
      }
    }
  }

  @Test
  void a_mailbox_is_deleted_while_a_reader_keeps_the_byte_of_its_name() {
    try (Child _ = reader(ParticipantLayout.NAME_LOCK, 1)) {
      Mailbox.delete(name);
      assertThat(TestNamespace.file("dure." + name)).doesNotExist();
      assertThatThrownBy(() -> Mailbox.open(name)).isInstanceOf(NoSuchMailboxException.class);
    }
  }
}
