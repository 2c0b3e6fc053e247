// SPDX-License-Identifier: Apache-2.0
package dure.transport.sysv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.Choice;
import dure.InvalidNameException;
import dure.Mailbox;
import dure.MailboxDeletedException;
import dure.MailboxExistsException;
import dure.MailboxStatus;
import dure.MailboxStatus.Details;
import dure.Message;
import dure.MessageTooLargeException;
import dure.NoSuchMailboxException;
import dure.Occupancy;
import dure.Order;
import dure.Sending;
import dure.linux.Keys;
import dure.linux.Processes;
import dure.linux.SystemVQueues;
import dure.testkit.Child;
import dure.testkit.SystemVKeys;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Mailboxes that are System V message queues: what is special about them.
class SysvMailboxTest {
  private static final Duration LONG = Child.PATIENCE;

  private final String key = SystemVKeys.next();
  private final String name = "sysv:" + key;

  @TempDir private Path directory;

  @AfterEach
  void deleteIt() {
    delete(name);
  }

  private static void delete(String address) {
    try {
      Mailbox.delete(address);
    } catch (NoSuchMailboxException gone) {
      // as it should be for some
    }
  }

  private static Sending number(long number) {
    return Sending.PLAIN.number(number);
  }

  private static String text(@org.jspecify.annotations.Nullable Message message) {
    return message == null ? "nothing" : message.number() + " " + message.text();
  }

  private static Details details(String address) {
    return Objects.requireNonNull(Mailbox.status(address).details());
  }

  @Test
  void receivers_choose_by_number_and_the_others_stay_as_they_came() throws Exception {
    try (Mailbox box = Mailbox.create(name)) {
      for (String text : new String[] {"3 a", "1 b", "2 c", "3 d", "9 e", "2 f"}) {
        box.send(text.substring(2).getBytes(UTF_8), number(text.charAt(0) - '0'));
      }
      assertThat(text(box.receive(Choice.number(3)))).isEqualTo("3 a");
      assertThat(text(box.receive(Choice.lowestUpTo(5)))).isEqualTo("1 b");
      assertThat(text(box.receive(Choice.lowestUpTo(5)))).isEqualTo("2 c");
      assertThat(text(box.tryReceive(Choice.number(7)))).isEqualTo("nothing");
      assertThat(text(box.tryReceive(Choice.lowestUpTo(1)))).isEqualTo("nothing");
      assertThat(text(box.receive())).isEqualTo("3 d");
      assertThat(text(box.receive(Choice.NEXT, LONG))).isEqualTo("9 e");
      assertThat(text(box.tryReceive())).isEqualTo("2 f");
      assertThat(text(box.tryReceive())).isEqualTo("nothing");
    }
  }

  @Test
  void a_message_always_has_a_number_and_nobody_knows_the_rest_of_its_history() throws Exception {
    try (Mailbox box = Mailbox.create(name)) {
      box.send("plain");
      box.send("largest".getBytes(UTF_8), number(Long.MAX_VALUE));
      Message plain = box.receive(Choice.number(1));
      assertThat(plain.text()).isEqualTo("plain");
      assertThat(plain.number()).isOne();
      assertThat(plain.sender()).isEqualTo(Message.UNKNOWN);
      assertThat(plain.position()).isEqualTo(Message.UNKNOWN);
      assertThat(plain.redelivered()).isZero();
      assertThat(box.receive(Choice.lowestUpTo(Long.MAX_VALUE)).number()).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void workers_take_their_numbers_from_one_queue_at_the_same_time() throws Exception {
    // LECTURE: 10
    try (Mailbox box = Mailbox.create(name)) {
      CompletableFuture<String> two = CompletableFuture.supplyAsync(() -> hundred(2));
      CompletableFuture<String> three = CompletableFuture.supplyAsync(() -> hundred(3));
      for (int i = 0; i < 100; i++) {
        box.send(("" + i).getBytes(UTF_8), number(3));
        box.send(("" + i).getBytes(UTF_8), number(2));
      }
      assertThat(two.get()).isEqualTo(three.get()).startsWith("0 1 2 ").endsWith(" 98 99 ");
    }
  }

  private String hundred(int number) {
    StringBuilder all = new StringBuilder();
    try (Mailbox box = Mailbox.open(name)) {
      for (int i = 0; i < 100; i++) {
        all.append(box.receive(Choice.number(number)).text()).append(' ');
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return all.toString();
  }

  @Test
  void it_holds_as_many_bytes_as_its_creator_chose() throws Exception {
    try (Mailbox box = Mailbox.named(name).capacity(Capacity.bytes(100)).create();
        Mailbox other = Mailbox.open(name)) {
      assertThat(other.settings().capacity()).isEqualTo(Capacity.bytes(100));
      assertThat(other.settings().messageSize()).isEqualTo(100);
      assertThat(box.settings()).isEqualTo(other.settings());
      assertThat(box.trySend(new byte[60])).isTrue();
      assertThat(box.trySend(new byte[41])).isFalse();
      assertThat(box.send(new byte[41], Duration.ofMillis(20))).isFalse();
      assertThat(box.occupancy()).isEqualTo(new Occupancy(1, Long.MAX_VALUE, Occupancy.UNKNOWN));
      assertThat(box.trySend(new byte[40])).isTrue();
      assertThat(other.occupancy()).isEqualTo(new Occupancy(2, 0, Occupancy.UNKNOWN));
      assertThatThrownBy(() -> box.trySend(new byte[101]))
          .isInstanceOf(MessageTooLargeException.class);
      CompletableFuture<Boolean> waits = CompletableFuture.supplyAsync(() -> send(box, 50));
      assertThat(other.receive().size()).isEqualTo(60);
      assertThat(waits.get()).isTrue();
    }
  }

  private static boolean send(Mailbox box, int bytes) {
    try {
      return box.send(new byte[bytes], LONG);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The kernel counts each message as one byte too.
  @Test
  void empty_messages_are_messages_and_fill_it_too() throws Exception {
    try (Mailbox box = Mailbox.named(name).capacity(Capacity.bytes(3)).create()) {
      for (int i = 0; i < 3; i++) {
        assertThat(box.trySend(new byte[0])).isTrue();
      }
      assertThat(box.trySend(new byte[0])).isFalse();
      assertThat(box.occupancy().room()).isZero();
      assertThat(details(name).depth()).isEqualTo(3);
      assertThat(details(name).bytes()).isZero();
      assertThat(box.receive().size()).isZero();
      assertThat(box.trySend("a")).isTrue();
    }
  }

  @Test
  void a_message_longer_than_the_system_allows_is_refused() {
    try (Child cat = Child.command("cat", "/proc/sys/kernel/msgmax");
        Mailbox box = Mailbox.create(name)) {
      int largest = Integer.parseInt(cat.line());
      cat.awaitSuccess();
      assertThat(box.settings().messageSize()).isEqualTo(largest);
      assertThat(box.trySend(new byte[largest])).isTrue();
      assertThatThrownBy(() -> box.trySend(new byte[largest + 1]))
          .isInstanceOf(MessageTooLargeException.class);
    }
  }

  @Test
  void its_status_tells_who_sent_and_received_last() throws Exception {
    String me = "pid " + Processes.pid() + " (" + Processes.command() + ")";
    try (Mailbox box = Mailbox.named(name).mode(0640).create()) {
      assertThat(details(name).notes())
          .containsEntry("key", key)
          .containsEntry("last sender", "none")
          .containsEntry("last received", "never");
      box.send("four");
      box.send("m");
      assertThat(box.receive().text()).isEqualTo("four");
      MailboxStatus status = box.status();
      assertThat(status).isEqualTo(Mailbox.status(name));
      Details seen = Objects.requireNonNull(status.details());
      assertThat(status.condition()).isEqualTo(MailboxStatus.Condition.LIVE);
      assertThat(seen.depth()).isOne();
      assertThat(seen.bytes()).isOne();
      assertThat(seen.settings().order()).isEqualTo(Order.NUMBER);
      assertThat(seen.settings().mode()).isEqualTo(0640);
      assertThat(seen.user()).isEqualTo(seen.notes().get("creator"));
      assertThat(seen.counters()).isNull();
      assertThat(seen.participantsKnown()).isFalse();
      assertThat(seen.notes())
          .containsEntry("last sender", me)
          .containsEntry("last receiver", me)
          .hasEntrySatisfying("last sent", time -> assertThat(time).startsWith("20"));
    }
  }

  @Test
  void its_mode_is_exactly_the_one_chosen_whatever_the_mask() {
    for (int mode : new int[] {0600, 0666, 0622, 0777}) {
      try (Mailbox box = Mailbox.named(name).mode(mode).create()) {
        assertThat(box.settings().mode()).isEqualTo(mode);
        assertThat(details(name).settings().mode()).isEqualTo(mode);
      }
      Mailbox.delete(name);
    }
  }

  @Test
  void a_group_is_set_with_its_mode() {
    try (Mailbox box = Mailbox.named(name).mode(0660).group("65534").create()) {
      assertThat(details(name).group()).isEqualTo(dure.linux.Names.group(65534));
      assertThat(details(name).settings().mode()).isEqualTo(0660);
      assertThat(box.settings()).isEqualTo(details(name).settings());
    }
    assertThatThrownBy(() -> Mailbox.named(name + "0").group("no such group").create())
        .isInstanceOf(InvalidNameException.class);
  }

  @Test
  void a_new_queue_of_the_same_key_is_another() throws Exception {
    try (Mailbox old = Mailbox.create(name)) {
      Mailbox.delete(name);
      try (Mailbox box = Mailbox.create(name)) {
        box.send("for the new");
        assertThatThrownBy(old::tryReceive).isInstanceOf(MailboxDeletedException.class);
        assertThatThrownBy(() -> old.receive(LONG)).isInstanceOf(MailboxDeletedException.class);
        assertThatThrownBy(() -> old.trySend("m")).isInstanceOf(MailboxDeletedException.class);
        assertThatThrownBy(() -> old.send("m")).isInstanceOf(MailboxDeletedException.class);
        assertThatThrownBy(old::occupancy).isInstanceOf(MailboxDeletedException.class);
        assertThatThrownBy(old::status).isInstanceOf(MailboxDeletedException.class);
        assertThat(box.receive().text()).isEqualTo("for the new");
      }
    }
  }

  @Test
  void decimal_hexadecimal_path_and_id_name_the_same_queue() throws Exception {
    Path file = Files.createFile(directory.resolve("a#file"));
    String path = "sysv:" + file + "#7";
    long number = Keys.of(file.toString(), 7);
    SystemVKeys.own((int) number);
    try (Mailbox box = Mailbox.create(path)) {
      box.send("m");
      String id = Objects.requireNonNull(box.status().details()).notes().get("id");
      for (String other :
          new String[] {
            "sysv:" + number,
            String.format("sysv:0x%x", number),
            "sysv:" + file + "#0x7",
            "sysv:id=" + id
          }) {
        assertThat(details(other).depth()).as(other).isOne();
        assertThatThrownBy(() -> Mailbox.create(other))
            .isInstanceOfAny(MailboxExistsException.class, InvalidNameException.class);
      }
      try (Mailbox other = Mailbox.open("sysv:" + number)) {
        assertThat(other.receive().text()).isEqualTo("m");
      }
    } finally {
      delete(path);
    }
  }

  @Test
  void a_queue_without_a_key_is_listed_and_used_by_its_id() throws Exception {
    int id = SystemVQueues.get(Keys.IPC_PRIVATE, SystemVQueues.IPC_CREAT | 0600);
    String address = "sysv:id=" + id;
    try (Mailbox box = Mailbox.open(address)) {
      box.send("m");
      assertThat(Mailbox.list())
          .filteredOn(status -> status.address().equals(box.address()))
          .singleElement()
          .satisfies(status ->
              assertThat(Objects.requireNonNull(status.details()).notes())
                  .containsEntry("key", "none"));
      assertThat(box.receive().text()).isEqualTo("m");
    } finally {
      Mailbox.delete(address);
    }
    assertThatThrownBy(() -> Mailbox.open(address)).isInstanceOf(NoSuchMailboxException.class);
    assertThatThrownBy(() -> Mailbox.delete(address)).isInstanceOf(NoSuchMailboxException.class);
    assertThatThrownBy(() -> Mailbox.status(address))
        .isInstanceOf(NoSuchMailboxException.class)
        .hasMessageContaining("ipcs");
  }

  @Test
  void it_is_listed_by_its_key() {
    try (Mailbox _ = Mailbox.create(name)) {
      assertThat(Mailbox.list()).extracting(status -> status.address().toString()).contains(name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0x0",
        "-5",
        "4294967296",
        "0x123456789",
        "0xfg",
        "orders",
        "12 ",
        "99999999999999999999",
        "/tmp",
        "/tmp#",
        "/tmp#0",
        "/tmp#256",
        "/tmp#x",
        "/no/such/file#7",
        "id=",
        "id=-1",
        "id=2147483648"
      })
  void what_names_no_queue_is_refused_with_a_sentence(String wrong) {
    String address = "sysv:" + wrong;
    assertThatThrownBy(() -> Mailbox.create(address))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageStartingWith("mailbox '" + address + "': ")
        .satisfies(e -> assertThat(e.getMessage().split(" ")).hasSizeGreaterThan(8));
    assertThatThrownBy(() -> Mailbox.open(address)).isInstanceOf(InvalidNameException.class);
    assertThatThrownBy(() -> Mailbox.status(address)).isInstanceOf(InvalidNameException.class);
    assertThatThrownBy(() -> Mailbox.delete(address)).isInstanceOf(InvalidNameException.class);
  }

  @Test
  void nobody_only_reads() {
    try (Mailbox _ = Mailbox.create(name)) {
      assertThatThrownBy(() -> Mailbox.named(name).readOnly().open())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("take a message away");
    }
  }

  /// A buffer that fits the message at hand is enough; one that does not loses nothing.
  @Test
  void a_buffer_is_as_large_as_the_message_at_hand() throws Exception {
    try (Mailbox box = Mailbox.named(name).capacity(Capacity.bytes(1000)).create()) {
      box.send("12345");
      box.send("later");
      MemorySegment small = MemorySegment.ofArray(new byte[4]);
      assertThatThrownBy(() -> box.tryReceiveInto(small))
          .isInstanceOf(MessageTooLargeException.class)
          .hasMessageContaining("stays in the mailbox");
      MemorySegment fits = MemorySegment.ofArray(new byte[5]);
      assertThat(box.receiveInto(fits)).isEqualTo(5);
      assertThat(fits.get(ValueLayout.JAVA_BYTE, 4)).isEqualTo((byte) '5');
      assertThat(box.receive().text()).isEqualTo("later");
      assertThat(box.tryReceiveInto(fits)).isEqualTo(-1);
    }
  }
}
