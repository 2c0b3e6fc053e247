// SPDX-License-Identifier: Apache-2.0
package dure.transport.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.DamagedMailboxException;
import dure.InvalidNameException;
import dure.Mailbox;
import dure.MailboxDeletedException;
import dure.MailboxExistsException;
import dure.MailboxStatus.Details;
import dure.Message;
import dure.MessageTooLargeException;
import dure.NoSuchMailboxException;
import dure.Occupancy;
import dure.Owner;
import dure.ReceiverGoneException;
import dure.Receivers;
import dure.SystemLimitException;
import dure.pipe.Fifo;
import dure.pipe.PipeEnd;
import dure.testkit.AsyncCall;
import dure.testkit.Child;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A FIFO as a mailbox: who counts as a receiver, what stays, what comes from others.
class FifoMailboxTest {
  private static final Duration SHORT = Duration.ofMillis(60);
  private static final Duration LONG = Child.PATIENCE;

  @TempDir private Path directory;

  private Path path() {
    return directory.resolve("fifo");
  }

  private String address() {
    return "fifo:" + path();
  }

  private static String text(Mailbox box) throws InterruptedException {
    Message message = box.receive(LONG);
    return message == null ? "nothing" : message.text();
  }

  private static Details details(Mailbox box) {
    return Objects.requireNonNull(box.status().details());
  }

  @Test
  void a_send_waits_for_the_first_receiver() throws Exception {
    try (Mailbox sender = Mailbox.create(address())) {
      assertThat(sender.trySend("m")).isFalse();
      assertThat(sender.send("m".getBytes(StandardCharsets.UTF_8), SHORT)).isFalse();
      AsyncCall<?> sent = AsyncCall.run(() -> sender.send("first")).awaitAsleep();
      try (Mailbox receiver = Mailbox.open(address())) {
        assertThat(text(receiver)).isEqualTo("first");
        sent.result();
      }
    }
  }

  @Test
  void what_was_sent_before_the_first_receive_is_kept_for_who_has_it_open()
      throws InterruptedException {
    try (Mailbox receiver = Mailbox.create(address())) {
      try (Mailbox sender = Mailbox.open(address())) {
        sender.send("one");
        sender.send("two");
      }
      assertThat(text(receiver)).isEqualTo("one");
      assertThat(text(receiver)).isEqualTo("two");
      receiver.send("to itself");
      assertThat(text(receiver)).as("who has received is a receiver").isEqualTo("to itself");
    }
  }

  @Test
  void when_the_receiver_is_killed_the_sender_is_told_once_and_then_waits_for_the_next()
      throws InterruptedException {
    try (Mailbox sender = Mailbox.create(address())) {
      try (Child receiver = Child.java(PipePlayer.class, "receive", address())) {
        receiver.await("open");
        sender.send("one");
        assertThat(receiver.line()).isEqualTo("one");
        receiver.kill();
      }
      assertThatThrownBy(() -> sender.send("two"))
          .isInstanceOf(ReceiverGoneException.class)
          .hasMessageContainingAll(address(), "was not sent");
      assertThat(sender.trySend("two")).isFalse();
      try (Mailbox next = Mailbox.open(address())) {
        sender.send("three");
        assertThat(text(next)).isEqualTo("three");
      }
    }
  }

  @Test
  void a_receiver_killed_at_any_moment_leaves_whole_messages_to_the_next() {
    List<String> got = new ArrayList<>();
    int kills = 3;
    try (Mailbox keeper = Mailbox.create(address());
        Child sender = Child.java(PipePlayer.class, "send", address())) {
      assertThat(keeper.settings().receivers()).isEqualTo(Receivers.ONE);
      for (int i = 0; i < kills; i++) {
        try (Child receiver = Child.java(PipePlayer.class, "receive in step", address())) {
          for (int lines = 0; lines < 200; lines++) {
            got.add(receiver.await("m"));
            receiver.tell("");
          }
          receiver.kill();
          got.addAll(receiver.rest().stream().map(line -> line.substring(1)).toList());
        }
      }
      sender.kill();
    }
    List<Integer> numbers =
        got.stream().map(line -> Integer.parseInt(line.replace(".", ""))).toList();
    assertThat(numbers).doesNotHaveDuplicates().isSorted();
    // With each that is killed one message may go, which it had received and not yet told of.
    assertThat(numbers.getLast() + 1 - numbers.size()).isLessThanOrEqualTo(kills);
  }

  @Test
  void frames_of_others_are_understood_torn_and_run_together() throws InterruptedException {
    try (Mailbox receiver = Mailbox.create(address());
        PipeEnd writer = Objects.requireNonNull(Fifo.at(path()).openToWrite(LONG))) {
      writer.write(new byte[] {2, 0, 0, 0, 'a', 'b', 0, 0, 0, 0, 1, 0, 0, 0, 'c', 3});
      assertThat(text(receiver)).isEqualTo("ab");
      assertThat(text(receiver)).isEmpty();
      assertThat(text(receiver)).isEqualTo("c");
      for (byte part : new byte[] {0, 0, 0, 'd', 'e'}) {
        assertThat(receiver.tryReceive()).isNull();
        assertThat(receiver.receive(Duration.ofMillis(5))).isNull();
        writer.write(new byte[] {part});
      }
      assertThat(receiver.receive(SHORT)).isNull();
      writer.write(new byte[] {'f'});
      assertThat(text(receiver)).isEqualTo("def");
    }
  }

  @Test
  void a_message_torn_into_any_pieces_fits_the_smallest_pipe() throws InterruptedException {
    try (Mailbox receiver = Mailbox.named(address()).capacity(Capacity.bytes(1)).create();
        PipeEnd writer = Objects.requireNonNull(Fifo.at(path()).openToWrite(LONG))) {
      assertThat(receiver.settings().capacity()).isEqualTo(Capacity.bytes(16_384));
      byte[] frame = new byte[4096];
      frame[0] = (byte) (4092 & 0xff);
      frame[1] = (byte) (4092 >>> 8);
      for (int cut : new int[] {4, 2049, 4095, 100}) {
        writer.write(new byte[] {1, 0, 0, 0, 'x'}); // so that its page has a hole in front
        writer.write(Arrays.copyOf(frame, cut));
        assertThat(text(receiver)).isEqualTo("x");
        assertThat(writer.tryWrite(Arrays.copyOfRange(frame, cut, 4096))).isEqualTo(4096 - cut);
        assertThat(Objects.requireNonNull(receiver.receive(LONG)).size()).isEqualTo(4092);
      }
    }
  }

  @Test
  void what_is_no_frame_is_damage_and_makes_no_room() throws InterruptedException {
    for (byte[] bad : new byte[][] {{-1, -1, -1, 127}, {-1, -1, -1, -1}, {-3, 15, 0, 0}}) {
      try (Mailbox receiver = Mailbox.create(address());
          PipeEnd writer = Objects.requireNonNull(Fifo.at(path()).openToWrite(LONG))) {
        writer.write(bad);
        for (int again = 0; again < 2; again++) {
          assertThatThrownBy(receiver::tryReceive)
              .isInstanceOf(DamagedMailboxException.class)
              .hasMessageContainingAll("no message", "4092", "delete it");
        }
      }
      Mailbox.delete(address());
    }
  }

  @Test
  void messages_to_and_from_a_program_in_c() throws InterruptedException {
    // LECTURE: 11
    try (Mailbox box = Mailbox.create(address());
        Child writer = CPeer.writing(directory, path())) {
      List<String> got = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        got.add(text(box));
      }
      writer.awaitSuccess();
      assertThat(got).startsWith("c 0", "c 1").endsWith("c 99").hasSize(100);
    }
    try (Mailbox box = Mailbox.open(address());
        Child reader = CPeer.reading(directory, path())) {
      for (int i = 0; i < 100; i++) {
        box.send("java " + i);
      }
      box.send("");
      assertThat(reader.awaitSuccess())
          .hasSize(101)
          .startsWith("java 0", "java 1")
          .endsWith("java 99", "end");
    }
  }

  @Test
  void a_message_has_up_to_4092_bytes() throws InterruptedException {
    try (Mailbox box = Mailbox.create(address());
        Mailbox sender = Mailbox.open(address())) {
      assertThat(box.settings().messageSize()).isEqualTo(4092);
      assertThatThrownBy(() -> sender.send(new byte[4093]))
          .isInstanceOf(MessageTooLargeException.class);
      byte[] longest = new byte[4092];
      longest[4091] = 7;
      sender.send(longest);
      assertThat(Objects.requireNonNull(box.receive(LONG)).bytes()).isEqualTo(longest);
    }
  }

  @Test
  void what_it_holds_shows_in_its_status() throws InterruptedException {
    try (Mailbox box = Mailbox.named(address()).capacity(Capacity.bytes(100_000)).create();
        Mailbox sender = Mailbox.open(address())) {
      assertThat(sender.settings().capacity()).isEqualTo(Capacity.bytes(131_072));
      sender.send("1234");
      assertThat(details(box).notes()).containsEntry("waiting", "8 of 131072 bytes");
      assertThat(details(box).bytes()).isEqualTo(131_072);
      assertThat(box.occupancy())
          .isEqualTo(new Occupancy(Occupancy.UNKNOWN, Long.MAX_VALUE, Occupancy.UNKNOWN));
    }
    try (Mailbox again = Mailbox.open(address())) {
      assertThat(again.settings().capacity()).isEqualTo(Capacity.bytes(65_536));
      assertThat(details(again).notes()).containsEntry("waiting", "0 of 65536 bytes");
    }
    assertThat(Mailbox.status(address()).details()).isNotNull();
    assertThat(Mailbox.list()).noneMatch(seen -> seen.address().toString().equals(address()));
  }

  @Test
  void nobody_who_waits_for_the_other_end_notices_a_look() {
    Mailbox.create(address()).close();
    try (Child writer = Child.command("sh", "-c", "echo word > " + path())) {
      writer.awaitSleep();
      assertThat(Mailbox.status(address()).condition().toString()).isEqualTo("LIVE");
      writer.awaitSleep();
      assertThat(writer.isAlive()).isTrue();
    }
  }

  @Test
  void what_is_no_fifo_is_refused() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "precious");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    for (Path path : List.of(file, link, directory)) {
      String wrong = "fifo:" + path;
      assertThatThrownBy(() -> Mailbox.open(wrong))
          .isInstanceOf(DamagedMailboxException.class)
          .hasMessageContaining("is no FIFO");
      assertThatThrownBy(() -> Mailbox.status(wrong)).isInstanceOf(DamagedMailboxException.class);
      assertThatThrownBy(() -> Mailbox.delete(wrong)).isInstanceOf(DamagedMailboxException.class);
      assertThatThrownBy(() -> Mailbox.create(wrong)).isInstanceOf(MailboxExistsException.class);
    }
    assertThat(file).hasContent("precious");
  }

  @Test
  void names_that_can_be_none_are_refused() {
    for (String name : List.of("relative", directory + "/", "/" + "d/".repeat(2100) + "f")) {
      assertThatThrownBy(() -> Mailbox.create("fifo:" + name))
          .isInstanceOf(InvalidNameException.class);
    }
    assertThatThrownBy(() -> Mailbox.create("fifo:" + directory + "/no/fifo"))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("there is no directory " + directory + "/no");
    assertThatThrownBy(() -> Mailbox.create("fifo:" + directory + "/" + "x".repeat(256)))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("too long");
    for (Runnable use :
        List.<Runnable>of(
            () -> Mailbox.open(address()),
            () -> Mailbox.delete(address()),
            () -> Mailbox.status(address()))) {
      assertThatThrownBy(use::run).isInstanceOf(NoSuchMailboxException.class);
    }
  }

  @Test
  void what_no_fifo_can_do_leaves_none() {
    assertThatThrownBy(() -> Mailbox.named(address()).owner(Owner.PROCESS).create())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Mailbox.named(address()).capacity(Capacity.bytes(1L << 40)).create())
        .isInstanceOf(SystemLimitException.class)
        .hasMessageContainingAll(address(), "fs.pipe-max-size");
    assertThatThrownBy(() -> Mailbox.named(address()).group("no-such-group").create())
        .isInstanceOf(InvalidNameException.class);
    assertThat(path()).doesNotExist();
    Mailbox.create(address()).close();
    assertThatThrownBy(() -> Mailbox.named(address()).readOnly().open())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void who_has_a_deleted_one_open_is_told_and_the_new_one_is_another() throws InterruptedException {
    try (Mailbox old = Mailbox.create(address())) {
      Mailbox.delete(address());
      try (Mailbox anew = Mailbox.create(address());
          Mailbox sender = Mailbox.open(address())) {
        sender.send("anew");
        assertThatThrownBy(old::tryReceive).isInstanceOf(MailboxDeletedException.class);
        assertThatThrownBy(() -> old.trySend("m")).isInstanceOf(MailboxDeletedException.class);
        assertThatThrownBy(old::status).isInstanceOf(MailboxDeletedException.class);
        assertThat(text(anew)).isEqualTo("anew");
      }
    }
  }
}
