// SPDX-License-Identifier: Apache-2.0
package dure.transport.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Address;
import dure.Capacity;
import dure.CodecException;
import dure.InvalidNameException;
import dure.Mailbox;
import dure.MailboxDeletedException;
import dure.MailboxExistsException;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Message;
import dure.MessageTooLargeException;
import dure.NoSuchMailboxException;
import dure.NotPermittedException;
import dure.Order;
import dure.Owner;
import dure.Receivers;
import dure.Sending;
import dure.Transport;
import dure.TypedMailbox;
import dure.Waiting;
import dure.WhenFull;
import dure.codec.Codecs;
import dure.posix.QueueLimits;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.OtherUser;
import dure.testkit.TestNamespace;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is special about mailboxes that are POSIX message queues.
class PosixMailboxTest extends Queues {
  private static final String TOO_LONG = "/" + "n".repeat(256);

  @TempDir private Path directory;

  @Test
  void the_kernel_keeps_what_its_creator_chose_and_every_process_sees_it() {
    String address = address();
    try (Mailbox box =
        Mailbox.named(address).capacity(Capacity.bounded(3)).messageSize(50).mode(0606).create()) {
      MailboxSettings chosen = box.settings();
      assertThat(chosen.capacity()).isEqualTo(Capacity.bounded(3));
      assertThat(chosen.messageSize()).isEqualTo(50);
      assertThat(chosen.order()).isEqualTo(Order.PRIORITY);
      assertThat(chosen.receivers()).isEqualTo(Receivers.ANY);
      assertThat(chosen.mode()).as("whatever the umask").isEqualTo(0606);
      try (Mailbox again = Mailbox.open(address)) {
        assertThat(again.settings()).isEqualTo(chosen);
      }
      assertThat(look(address).settings()).isEqualTo(chosen);
    }
  }

  @Test
  void who_chooses_nothing_gets_what_the_system_usually_gives() {
    QueueLimits limits = QueueLimits.now();
    assertThat(limits.usualMessages()).isGreaterThanOrEqualTo(1).isEqualTo(sysctl("msg_default"));
    assertThat(limits.usualMessageSize()).isEqualTo(sysctl("msgsize_default"));
    assertThat(limits.messages()).isEqualTo(sysctl("msg_max"));
    assertThat(limits.messageSize()).isEqualTo(sysctl("msgsize_max"));
    assertThat(limits.queues()).isEqualTo(sysctl("queues_max"));
    MailboxSettings usual = Transport.of(Address.of("posix:/q")).defaults();
    assertThat(usual.capacity())
        .isEqualTo(Capacity.bounded((int) Math.min(limits.usualMessages(), limits.messages())));
    assertThat(usual.messageSize())
        .isEqualTo(Math.min(limits.usualMessageSize(), limits.messageSize()));
    assertThat(usual.order()).isEqualTo(Order.PRIORITY);
  }

  private static long sysctl(String name) {
    try (Child cat = Child.command("cat", "/proc/sys/fs/mqueue/" + name)) {
      return Long.parseLong(cat.line());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"posix:plain", "posix:/", "posix:/.", "posix:/..", "posix:/a/b", "posix://a"})
  void a_name_that_mq_open_does_not_take_is_refused(String address) {
    for (var use : uses(address)) {
      assertThatThrownBy(use::run)
          .isInstanceOf(InvalidNameException.class)
          .hasMessageContaining("'" + address + "'")
          .hasMessageContaining("slash");
    }
  }

  @Test
  void the_right_spelling_is_told_and_the_longest_name_is_taken() {
    assertThatThrownBy(() -> Mailbox.open("posix:orders")).hasMessageContaining("'posix:/orders'");
    assertThatThrownBy(() -> Mailbox.open("posix:" + TOO_LONG))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("255 bytes");
    assertThatThrownBy(() -> Mailbox.open("posix:/a\0b")).isInstanceOf(InvalidNameException.class);
    String stem = "posix:/" + TestNamespace.name("test");
    String longest = stem + "é".repeat((255 - stem.length() + "posix:/".length()) / 2);
    small(longest).create().close();
    Mailbox.delete(longest);
    for (var use : uses(longest).subList(1, 4)) {
      assertThatThrownBy(use::run).isInstanceOf(NoSuchMailboxException.class);
    }
  }

  private static List<Runnable> uses(String address) {
    return List.of(
        () -> Mailbox.create(address).close(),
        () -> Mailbox.open(address).close(),
        () -> Mailbox.delete(address),
        () -> Mailbox.status(address));
  }

  @Test
  void a_name_is_given_once() {
    String address = address();
    small(address).create().close();
    assertThatThrownBy(() -> small(address).create())
        .isInstanceOf(MailboxExistsException.class)
        .hasMessageContaining("open it, or delete it first");
  }

  @Test
  void what_the_kernel_cannot_keep_is_refused_and_nothing_is_made() {
    String address = address();
    List<Mailbox> none = new ArrayList<>();
    List<Runnable> refused =
        List.of(
            () -> none.add(small(address).receivers(Receivers.ONE).create()),
            () -> none.add(small(address).order(Order.ARRIVAL).create()),
            () -> none.add(small(address).order(Order.NUMBER).create()),
            () -> none.add(small(address).owner(Owner.PROCESS).create()),
            () -> none.add(small(address).whenFull(WhenFull.DROP_OLDEST).create()),
            () -> none.add(small(address).capacity(Capacity.bytes(100)).create()));
    for (Runnable creation : refused) {
      assertThatThrownBy(creation::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + address + "'");
    }
    assertThat(none).isEmpty();
    assertThatThrownBy(() -> small(address).group("no-such-group").create())
        .isInstanceOf(InvalidNameException.class);
    assertThatThrownBy(() -> Mailbox.open(address)).isInstanceOf(NoSuchMailboxException.class);
  }

  @Test
  void priorities_are_from_0_to_32767_and_others_are_refused_before_anything_is_sent()
      throws Exception {
    try (Mailbox box = small(address()).create()) {
      for (int priority : new int[] {-1, 32768, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        assertThatThrownBy(() ->
                box.send("m".getBytes(StandardCharsets.UTF_8), Sending.PLAIN.priority(priority)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("from 0 to 32767, not " + priority);
      }
      assertThat(box.occupancy().depth()).isZero();
      for (int priority : new int[] {0, 7, 32767, 7}) {
        box.send(
            ("m" + priority).getBytes(StandardCharsets.UTF_8), Sending.PLAIN.priority(priority));
      }
      assertThat(box.receive().priority()).isEqualTo(32767);
      Message seven = box.receive();
      assertThat(seven.text() + seven.priority()).isEqualTo("m77");
      assertThat(seven.sender()).isEqualTo(Message.UNKNOWN);
      assertThat(box.receive().priority()).isEqualTo(7);
      assertThat(box.receive().priority()).isZero();
    }
  }

  @Test
  void messages_keep_their_bounds_from_none_to_all_the_bytes_there_are() throws Exception {
    try (Mailbox box = small(address()).create()) {
      byte[] whole = new byte[100];
      whole[99] = 9;
      for (byte[] message : List.of(new byte[0], whole, new byte[1])) {
        box.send(message);
      }
      assertThatThrownBy(() -> box.send(new byte[101]))
          .isInstanceOf(MessageTooLargeException.class)
          .hasMessageContaining("100");
      assertThat(box.occupancy().depth()).isEqualTo(3);
      assertThat(look(box.address().toString()).notes()).containsEntry("bytes of messages", "101");
      assertThat(box.receive().bytes()).isEmpty();
      assertThat(box.receive().bytes()).isEqualTo(whole);
      assertThat(box.receive().bytes()).hasSize(1);
    }
  }

  /// A user's own format.
  record Trade(long price, int shares) {}

  @Test
  void values_of_a_record_come_as_they_were_sent() throws Exception {
    // LECTURE: 10
    Trade trade = new Trade(1299, 100);
    try (TypedMailbox<Trade> trades = small(address()).create().typed(Codecs.record(Trade.class))) {
      trades.send(trade);
      assertThat(trades.trySend(trade)).isTrue();
      assertThat(trades.send(trade, Child.PATIENCE)).isTrue();
      assertThat(trades.receive()).isEqualTo(trade);
      assertThat(trades.receive(Child.PATIENCE)).isEqualTo(trade);
      assertThat(trades.tryReceive()).isEqualTo(trade);
      assertThat(trades.tryReceive()).isNull();
      assertThat(trades.receive(Duration.ofMillis(1))).isNull();
      trades.mailbox().send("no trade");
      assertThatThrownBy(trades::receive)
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("message of 8 bytes cannot be decoded")
          .hasMessageContaining("handed out and is gone");
    }
  }

  @Test
  void what_it_costs_is_to_be_seen() {
    // LECTURE: 10
    String address = address();
    try (Mailbox box = small(address).capacity(Capacity.bounded(4)).create()) {
      assertThat(look(address).bytes()).isEqualTo(4 * (100 + 48 + 48));
      assertThat(QueueLimits.bytes(4, 100)).isEqualTo(look(address).bytes());
      box.trySend("m");
      MailboxStatus.Details seen = Objects.requireNonNull(box.status().details());
      assertThat(seen.depth()).isEqualTo(1);
      assertThat(seen.counters()).isNull();
      assertThat(seen.participantsKnown()).isFalse();
      assertThat(QueueLimits.now().usualQueues()).isPositive();
    }
  }

  @Test
  void whoever_still_has_a_deleted_one_open_is_told_so_and_a_new_one_is_another() throws Exception {
    String address = address();
    try (Mailbox old = small(address).create()) {
      old.send("lost with it");
      Mailbox.delete(address);
      try (Mailbox anew = small(address).create()) {
        assertThatThrownBy(() -> old.send("m")).isInstanceOf(MailboxDeletedException.class);
        assertThatThrownBy(old::tryReceive).isInstanceOf(MailboxDeletedException.class);
        assertThatThrownBy(old::occupancy).isInstanceOf(MailboxDeletedException.class);
        assertThat(old.status().condition()).isEqualTo(MailboxStatus.Condition.DELETED);
        assertThat(anew.occupancy().depth()).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_message_of_another_process_ends_every_kind_of_waiting(Waiting waiting) throws Exception {
    String address = address();
    try (Mailbox first = small(address).create();
        Mailbox box = Mailbox.named(address).waiting(waiting).open();
        Child sender = Child.java(QueueRole.class, "send", address, "hello")) {
      assertThat(box.receive().text()).isEqualTo("hello");
      assertThat(sender.await("send:")).isEqualTo("done");
      sender.awaitSuccess();
      assertThat(first.occupancy().depth()).isZero();
    }
  }

  @Test
  void a_hundred_virtual_threads_wait_and_each_gets_one() throws Exception {
    String address = address();
    try (Mailbox box = small(address).create();
        Mailbox sender = Mailbox.open(address);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> waiting = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        waiting.add(threads.submit(() -> box.receive().text()));
      }
      for (int i = 0; i < 100; i++) {
        sender.send("m" + i);
      }
      List<String> got = new ArrayList<>();
      for (Future<String> one : waiting) {
        got.add(Eventually.result(one));
      }
      assertThat(got).doesNotHaveDuplicates().hasSize(100).contains("m0", "m99");
    }
  }

  @Test
  void a_hundred_virtual_threads_that_wait_end_when_it_is_deleted() throws Exception {
    String address = address();
    try (Mailbox box = small(address).create();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Message>> waiting = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        waiting.add(threads.submit(() -> box.receive()));
      }
      assertThat(box.receive(Duration.ofMillis(100))).isNull();
      Mailbox.delete(address);
      for (Future<Message> one : waiting) {
        assertThatThrownBy(() -> Eventually.result(one))
            .hasCauseInstanceOf(MailboxDeletedException.class);
      }
    }
  }

  @Test
  void its_messages_wait_for_a_receiver_when_their_sender_is_gone() throws Exception {
    // LECTURE: 5.1
    String address = address();
    small(address).create().close();
    try (Child sender = Child.java(QueueRole.class, "send", address, "a", "bbb", "cc")) {
      sender.awaitSuccess();
    }
    try (Child waits = Child.java(QueueRole.class, "receive", address)) {
      waits.await("ready");
      assertThat(waits.await("receive:")).isEqualTo("bbb");
    }
    try (Mailbox box = Mailbox.open(address);
        Child second = Child.java(QueueRole.class, "receive", address)) {
      assertThat(second.await("receive:")).isEqualTo("cc");
      assertThat(box.receive().text()).isEqualTo("a");
      try (Child waits = Child.java(QueueRole.class, "receive", address)) {
        waits.await("ready");
        waits.kill();
      }
      box.send("not for the dead");
      assertThat(box.receive().text()).isEqualTo("not for the dead");
    }
  }

  /// The kernel's rule; as root alone one may play another user.
  @Test
  void only_its_owner_deletes_it_whatever_its_mode() {
    String address = address();
    small(address).mode(0666).create().close();
    if (OtherUser.isThere()) {
      OtherUser other = new OtherUser(directory, QueueRole.class);
      assertThat(told(other.java(QueueRole.class, "send", address, "m"), "send:"))
          .isEqualTo("done");
      assertThat(told(other.java(QueueRole.class, "delete", address), "delete:"))
          .startsWith("NotPermittedException")
          .contains("may not delete it", "only the owner and root");
      assertThat(look(address).depth()).isEqualTo(1);
    }
    Mailbox.delete(address);
    assertThatThrownBy(() -> Mailbox.delete(address)).isInstanceOf(NoSuchMailboxException.class);
  }

  @Test
  void each_right_is_the_kernels_to_give() {
    String address = address();
    small(address).mode(0604).create().close();
    if (OtherUser.isThere()) {
      OtherUser other = new OtherUser(directory, QueueRole.class);
      assertThat(told(other.java(QueueRole.class, "status", address), "status:")).isEqualTo("LIVE");
      assertThat(told(other.java(QueueRole.class, "send", address, "m"), "send:"))
          .startsWith("NotPermittedException")
          .contains("user nobody may not use it (EACCES)", "the right to read and to write");
      String group = address();
      assertThat(told(other.java(QueueRole.class, "give", group, "root"), "give:"))
          .startsWith("NotPermittedException");
      assertThatThrownBy(() -> Mailbox.status(group)).isInstanceOf(NoSuchMailboxException.class);
    } else {
      String closed = address();
      small(closed).mode(0).create().close();
      assertThatThrownBy(() -> Mailbox.open(closed)).isInstanceOf(NotPermittedException.class);
    }
  }

  private static String told(Child child, String what) {
    try (child) {
      String told = child.await(what);
      child.awaitSuccess();
      return told;
    }
  }

  /// A buffer that fits the message at hand is enough; one that does not loses nothing.
  @Test
  void a_buffer_is_as_large_as_the_message_at_hand() throws Exception {
    String address = address();
    try (Mailbox box = Mailbox.named(address).messageSize(50).create()) {
      box.send("12345");
      box.send("later");
      MemorySegment small = MemorySegment.ofArray(new byte[4]);
      assertThatThrownBy(() -> box.tryReceiveInto(small))
          .isInstanceOf(MessageTooLargeException.class)
          .hasMessageContaining("this handle keeps it");
      MemorySegment fits = MemorySegment.ofArray(new byte[5]);
      assertThat(box.receiveInto(fits)).isEqualTo(5);
      assertThat(fits.get(ValueLayout.JAVA_BYTE, 4)).isEqualTo((byte) '5');
      assertThat(box.receive().text()).isEqualTo("later");
      assertThat(box.tryReceiveInto(fits)).isEqualTo(-1);
    }
  }

  /// What a handle keeps because it did not fit goes back when the handle closes.
  @Test
  void what_did_not_fit_is_put_back_at_the_end() throws Exception {
    String address = address();
    try (Mailbox box = Mailbox.named(address).messageSize(50).create()) {
      try (Mailbox other = Mailbox.open(address)) {
        box.send("12345".getBytes(StandardCharsets.UTF_8), Sending.PLAIN.priority(3));
        assertThatThrownBy(() -> other.tryReceiveInto(MemorySegment.ofArray(new byte[4])))
            .isInstanceOf(MessageTooLargeException.class);
        assertThat(box.tryReceive()).isNull();
      }
      Message again = box.receive();
      assertThat(again.text()).isEqualTo("12345");
      assertThat(again.priority()).isEqualTo(3);
    }
  }
}
