// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.Claim;
import dure.Delivery;
import dure.Feature;
import dure.InvalidNameException;
import dure.Mailbox;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.MailboxExistsException;
import dure.MailboxStatus;
import dure.Message;
import dure.NoSuchMailboxException;
import dure.NotPermittedException;
import dure.OutOfSharedMemoryException;
import dure.Owner;
import dure.OwnerGoneException;
import dure.Receipt;
import dure.Receivers;
import dure.Sending;
import dure.Transport;
import dure.Until;
import dure.WhenFull;
import dure.socket.Endpoint;
import dure.socket.EndpointAddress;
import dure.socket.Kind;
import dure.testkit.AsyncCall;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Mailboxes behind sockets: what the contract suite does not ask, as it is about their addresses,
/// or about one process alone.
class SocketMailboxTest {
  @TempDir Path directory;

  private String address(String where) {
    return where.replace("DIR", directory.toString()).replace("PID", TestNamespace.token());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://127.0.0.1:0",
        "tcp://localhost:0",
        "tcp://[::1]:0",
        "unix:DIR/m",
        "unix:@dure-m-PID"
      })
  void one_line_creates_it_wherever_it_is(String where) throws InterruptedException {
    try (Mailbox box = Mailbox.create(address(where))) {
      String address = box.address().toString();
      assertThat(address).doesNotEndWith(":0");
      assertThat(box.settings().owner()).isEqualTo(Owner.PROCESS);
      try (Mailbox guest = Mailbox.openOrCreate(address)) {
        guest.send("두레");
        Message got = box.receive();
        assertThat(got.text()).isEqualTo("두레");
        assertThat(got.sender()).isNotZero();
        box.send("back");
        assertThat(guest.receive().text()).isEqualTo("back");
        assertThat(guest.settings()).isEqualTo(box.settings());
        assertThat(guest.status().details()).isNotNull();
      }
      assertThat(Mailbox.list().stream().map(MailboxStatus::address).map(Object::toString))
          .contains(address.replace("localhost", "127.0.0.1").replace("::1", "0:0:0:0:0:0:0:1"));
      assertThatThrownBy(() -> Mailbox.create(address))
          .isInstanceOf(MailboxExistsException.class)
          .hasMessageContaining("'" + address + "'");
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void what_cannot_be_kept_is_refused_with_a_sentence() {
    String path = address("unix:DIR/m");
    assertThatThrownBy(() -> Mailbox.named(path).owner(Owner.SYSTEM).create())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "lives in the process that creates it".replace("lives", "would live"));
    assertThatThrownBy(() -> Mailbox.named("tcp://127.0.0.1:0").mode(0660).create())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("any process that reaches its port");
    assertThatThrownBy(() -> Mailbox.named(path).group("nosuchgroup").create())
        .isInstanceOf(InvalidNameException.class);
    for (String wrong :
        List.of(
            "tcp:7000",
            "tcp://127.0.0.1:99999",
            "tcp://nobody.invalid:1",
            "unix:relative",
            "unix:/" + "x".repeat(107),
            address("unix:DIR/none/m"),
            "tcp://192.0.2.1:0")) {
      assertThatThrownBy(() -> Mailbox.create(wrong))
          .as(wrong)
          .isInstanceOf(InvalidNameException.class)
          .hasMessageContaining("'" + wrong + "'");
    }
    assertThatThrownBy(() -> Mailbox.open(path)).isInstanceOf(NoSuchMailboxException.class);
    assertThatThrownBy(() -> Mailbox.open("tcp://127.0.0.1:1"))
        .isInstanceOf(NoSuchMailboxException.class);
    assertThatThrownBy(() -> Mailbox.status(path)).isInstanceOf(NoSuchMailboxException.class);
    assertThatThrownBy(() -> Mailbox.delete(path)).isInstanceOf(NoSuchMailboxException.class);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void an_address_in_use_by_others_stays_theirs() throws Exception {
    Path file = directory.resolve("m");
    Files.writeString(file, "mine");
    assertThatThrownBy(() -> Mailbox.create("unix:" + file))
        .isInstanceOf(MailboxExistsException.class)
        .hasMessageContaining("no socket");
    assertThat(file).hasContent("mine");
    EndpointAddress at = EndpointAddress.of("tcp://127.0.0.1:0");
    try (Endpoint other = Endpoint.socket(at.family(), Kind.STREAM).bind(at).listen(1)) {
      assertThatThrownBy(() -> Mailbox.create("tcp://" + other.local()))
          .isInstanceOf(MailboxExistsException.class)
          .hasMessageContaining("EADDRINUSE");
    }
  }

  @Test
  void the_name_of_a_killed_host_is_stale_and_is_taken_over() throws InterruptedException {
    String address = address("unix:DIR/m");
    try (Child host = Child.java(GuestRole.class, "host", address)) {
      host.await("listens");
      host.kill();
    }
    assertThat(directory.resolve("m")).exists();
    assertThatThrownBy(() -> Mailbox.open(address)).isInstanceOf(NoSuchMailboxException.class);
    try (Mailbox box = Mailbox.create(address)) {
      box.send("m");
      assertThat(box.receive().text()).isEqualTo("m");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:0", "unix:DIR/m", "unix:@dure-m-PID"})
  void who_waits_is_told_of_his_hosts_death_by_name(String where) throws Exception {
    try (Child host = Child.java(GuestRole.class, "host", address(where))) {
      String address = host.await("listens");
      try (Mailbox guest = Mailbox.open(address)) {
        FutureTask<Message> receive = new FutureTask<>(guest::receive);
        Thread.ofVirtual().start(receive);
        Eventually.holds(() -> guest.occupancy().waitingReceivers() == 1);
        host.kill();
        assertThatThrownBy(receive::get)
            .hasCauseInstanceOf(OwnerGoneException.class)
            .hasMessageContaining("'host' (pid " + host.pid() + ")");
        assertThatThrownBy(guest::occupancy).isInstanceOf(OwnerGoneException.class);
      }
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void a_stopped_host_is_not_a_dead_one() throws Exception {
    try (Child host = Child.java(GuestRole.class, "host", "tcp://127.0.0.1:0")) {
      try (Mailbox guest = Mailbox.open(host.await("listens"))) {
        guest.send("before");
        host.signal("STOP");
        AsyncCall<Message> receive = AsyncCall.start(guest::receive).awaitAsleep();
        host.signal("CONT");
        assertThat(receive.result().text()).isEqualTo("before");
      }
    }
  }

  @Test
  void claims_buffers_and_handlers_work_from_afar() throws Exception {
    try (Mailbox box = Mailbox.named(address("unix:DIR/m")).messageSize(100).create();
        Mailbox guest = Mailbox.open(box.address().toString());
        Arena arena = Arena.ofConfined()) {
      try (Claim claim = guest.claim(20)) {
        claim.putInt(0, 7).putLong(4, 8L).putByte(12, (byte) 9);
        assertThat(box.tryReceive()).isNull();
        claim.publish(13);
        assertThatThrownBy(claim::publish).isInstanceOf(IllegalStateException.class);
      }
      Message got = box.receive();
      assertThat(got.size()).isEqualTo(13);
      assertThat(got.getInt(0)).isEqualTo(7);
      assertThat(got.getLong(4)).isEqualTo(8);
      try (Claim abandoned = guest.tryClaim(5)) {
        assertThat(abandoned).isNotNull();
      }
      assertThat(box.receive(Duration.ofMillis(50))).isNull();
      assertThatThrownBy(() -> guest.claim(101)).hasMessageContaining("does not fit");

      box.send("in place");
      assertThatThrownBy(() ->
              guest.receiveInPlace(message -> {
                throw new IllegalStateException("not now: " + message.text());
              }))
          .hasMessage("not now: in place");
      List<String> seen = new ArrayList<>();
      guest.receiveInPlace(message -> seen.add(message.text() + message.redelivered()));
      assertThat(seen).containsExactly("in place1");
      assertThat(guest.tryReceiveInPlace(message -> seen.add("?"))).isFalse();

      box.send("longer than four");
      MemorySegment small = arena.allocate(4);
      assertThatThrownBy(() -> guest.receiveInto(small)).hasMessageContaining("stays in the");
      MemorySegment large = arena.allocate(100);
      assertThat(guest.receiveInto(large)).isEqualTo(16);
      assertThat(guest.tryReceiveInto(large)).isEqualTo(-1);

      guest.send("seen");
      assertThat(guest.untaken()).singleElement().extracting(Message::text).isEqualTo("seen");
      Message first = guest.browse(10).getFirst();
      assertThat(guest.remove(first)).isTrue();
      assertThat(guest.remove(first)).isFalse();
    }
  }

  @Test
  void sends_without_waiting_keep_their_order() throws Exception {
    try (Mailbox box = Mailbox.create(address("unix:DIR/m"));
        Mailbox guest = Mailbox.open(box.address().toString())) {
      List<CompletableFuture<Receipt>> sent =
          IntStream.range(0, 300)
              .mapToObj(
                  i -> guest.sendAsync(("" + i).getBytes(UTF_8), Sending.until(Until.ACKNOWLEDGED)))
              .toList();
      for (int i = 0; i < 300; i++) {
        assertThat(box.receive().text()).isEqualTo("" + i);
      }
      for (CompletableFuture<Receipt> one : sent) {
        assertThat(Eventually.result(one).outcome()).isEqualTo(Receipt.Outcome.ACKNOWLEDGED);
      }
    }
  }

  @Test
  void many_threads_wait_through_one_handle_and_closing_ends_them_all() throws Exception {
    try (Mailbox box = Mailbox.create(address("unix:DIR/m"))) {
      Mailbox guest = Mailbox.open(box.address().toString());
      List<FutureTask<Message>> waiting = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        FutureTask<Message> receive = new FutureTask<>(guest::receive);
        waiting.add(receive);
        Thread.ofVirtual().start(receive);
      }
      Eventually.holds(() -> box.occupancy().waitingReceivers() == 500);
      guest.send("one");
      Eventually.holds(() -> waiting.stream().filter(FutureTask::isDone).count() == 1);
      guest.close();
      int closed = 0;
      for (FutureTask<Message> receive : waiting) {
        try {
          assertThat(Eventually.result(receive).text()).isEqualTo("one");
        } catch (java.util.concurrent.ExecutionException end) {
          assertThat(end).hasCauseInstanceOf(MailboxClosedException.class);
          closed++;
        }
      }
      assertThat(closed).isEqualTo(499);
      guest.close();
      assertThatThrownBy(guest::tryReceive).isInstanceOf(MailboxClosedException.class);
    }
  }

  @Test
  void many_messages_of_one_call_come_one_after_the_other_until_there_are_enough()
      throws Exception {
    try (Mailbox box = Mailbox.create(address("unix:DIR/m"));
        Mailbox guest = Mailbox.open(box.address().toString())) {
      FutureTask<List<Message>> all = new FutureTask<>(() -> guest.receive(150, 1000, null));
      Thread.ofVirtual().start(all);
      for (int i = 0; i < 150; i++) {
        box.send("" + i);
      }
      assertThat(Eventually.result(all))
          .extracting(Message::text)
          .startsWith("0", "1")
          .hasSize(150)
          .endsWith("149");
      assertThat(guest.receive(1, 1000, Duration.ofMillis(50))).isEmpty();

      FutureTask<List<Message>> some = new FutureTask<>(() -> guest.receive(150, 1000, null));
      Thread waiting = Thread.ofVirtual().start(some);
      box.send("not enough");
      Eventually.holds(
          () -> box.occupancy().waitingReceivers() == 1 && box.occupancy().depth() == 0);
      waiting.interrupt();
      assertThatThrownBy(() -> Eventually.result(some))
          .hasCauseInstanceOf(InterruptedException.class);
      box.send("for the next");
      assertThat(guest.receive(1, 1000, null))
          .singleElement()
          .extracting(Message::text)
          .isEqualTo("for the next");
      assertThatThrownBy(() -> guest.receive(2, 1, null))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void one_message_may_be_larger_than_what_a_guest_may_have_the_host_hold() throws Exception {
    int size = (int) Guest.MOST_HELD + (1 << 20);
    try (Mailbox box =
            Mailbox.named(address("unix:DIR/m"))
                .messageSize(size)
                .capacity(dure.Capacity.bounded(2))
                .create();
        Mailbox guest = Mailbox.open(box.address().toString())) {
      FutureTask<Message> receive = new FutureTask<>(guest::receive);
      Thread.ofVirtual().start(receive);
      Eventually.holds(() -> box.occupancy().waitingReceivers() == 1);
      guest.send(new byte[size]);
      assertThat(Eventually.result(receive).size()).isEqualTo(size);
    }
  }

  /// Whatever a thread has begun through a handle, the others go on, or wait until it ends: it is
  /// always heard.
  @ParameterizedTest
  @EnumSource(
      value = Receivers.class,
      names = {"PAIR", "ONE", "ANY", "RANKED"})
  void what_is_begun_through_a_handle_can_be_ended_whoever_else_uses_it(Receivers receivers)
      throws Exception {
    try (Mailbox box = Mailbox.named(address("unix:DIR/m")).receivers(receivers).create();
        Mailbox guest = Mailbox.open(box.address().toString())) {
      AsyncCall<Boolean> other;
      try (Claim claim = guest.claim(1)) {
        other = AsyncCall.start(true, () -> guest.send("b", Child.PATIENCE));
        other.awaitAsleepOrDone(); // it may wait for the claim, or not
        claim.putByte(0, (byte) 'a').publish();
      }
      assertThat(other.result()).isTrue();
      assertThat(List.of(box.receive().text(), box.receive().text()))
          .containsExactlyInAnyOrder("a", "b");
    }
    try (Mailbox box = Mailbox.named(address("unix:DIR/m")).receivers(receivers).create();
        Mailbox guest = Mailbox.open(box.address().toString())) {
      box.send("a");
      box.send("b");
      FutureTask<Message> other = new FutureTask<>(guest::receive);
      try (Delivery first = guest.receiveDelivery()) {
        Thread.ofVirtual().start(other);
        first.acknowledge();
      }
      assertThat(Eventually.result(other).text()).isEqualTo("b");
      FutureTask<Message> third = new FutureTask<>(guest::receive);
      box.send("c");
      box.send("d");
      guest.receiveInPlace(message -> Thread.ofVirtual().start(third));
      assertThat(Eventually.result(third).text()).isEqualTo("d");
    }
  }

  @Test
  void a_closing_host_tells_its_guests() throws Exception {
    Mailbox box = Mailbox.named(address("unix:@dure-m-PID")).participant("the host").create();
    try (Mailbox guest = Mailbox.open(box.address().toString())) {
      FutureTask<Message> receive = new FutureTask<>(guest::receive);
      Thread.ofVirtual().start(receive);
      Eventually.holds(() -> box.occupancy().waitingReceivers() == 1);
      box.close();
      assertThatThrownBy(receive::get)
          .hasCauseInstanceOf(OwnerGoneException.class)
          .hasMessageContaining("'the host'");
      assertThatThrownBy(() -> guest.send("m")).isInstanceOf(OwnerGoneException.class);
    }
  }

  @Test
  void a_guest_that_only_reads_knows_what_it_lacks() throws InterruptedException {
    try (Mailbox box =
            Mailbox.named("tcp://127.0.0.1:0")
                .receivers(Receivers.ALL)
                .whenFull(WhenFull.DROP_OLDEST)
                .create();
        Mailbox guest = Mailbox.named(box.address().toString()).readOnly().open()) {
      assertThat(guest.can(Feature.SENDING)).isFalse();
      assertThat(guest.can(Feature.IN_PLACE)).isTrue();
      assertThatThrownBy(() -> guest.trySend("m"))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContainingAll(box.address().toString(), "read only");
      box.send("m");
      assertThat(guest.receive(Duration.ofSeconds(60)).text()).isEqualTo("m");
    }
  }

  @Test
  void an_error_at_the_host_names_the_address_of_the_socket() {
    try (Mailbox box = Mailbox.create("tcp://127.0.0.1:0")) {
      String port = box.address().toString().replaceFirst(".*:", "");
      Mailbox.delete("tcp.127.0.0.1." + port);
      assertThatExceptionOfType(MailboxDeletedException.class)
          .isThrownBy(() -> box.trySend("m"))
          .satisfies(gone -> assertThat(gone.mailbox()).isEqualTo(box.address().toString()));
    }
  }

  @Test
  void the_mailbox_shows_in_shared_memory_and_can_be_used_there() throws InterruptedException {
    try (Mailbox box = Mailbox.create("tcp://127.0.0.1:0")) {
      String port = box.address().toString().replaceFirst(".*:", "");
      try (Mailbox direct = Mailbox.open("tcp.127.0.0.1." + port)) {
        direct.send("m");
      }
      assertThat(box.receive().text()).isEqualTo("m");
      Mailbox.delete("tcp.127.0.0.1." + port);
      Eventually.holds(() -> {
        try {
          Mailbox.status(box.address().toString());
          return false;
        } catch (NoSuchMailboxException gone) {
          return true;
        }
      });
    }
  }

  @Test
  void a_message_of_many_mebibytes_passes() throws InterruptedException {
    try (Mailbox box =
            Mailbox.named("tcp://127.0.0.1:0")
                .messageSize(20 << 20)
                .capacity(dure.Capacity.bounded(2))
                .create();
        Mailbox guest = Mailbox.open(box.address().toString())) {
      byte[] large = new byte[20 << 20];
      new java.util.Random(1).nextBytes(large);
      guest.send(large);
      assertThat(guest.receive().bytes()).isEqualTo(large);
    }
  }

  @Test
  void the_directory_decides_too() {
    assertThat(Transport.of(dure.Address.of("unix:/x")).defaults().owner())
        .isEqualTo(Owner.PROCESS);
    assertThatThrownBy(() -> Mailbox.create("unix:/proc/m"))
        .isInstanceOfAny(NotPermittedException.class, InvalidNameException.class);
  }

  /// What the host's own handle says is said of the address that was asked for.
  @Test
  void the_hosts_own_errors_name_its_address() throws Exception {
    String address = "unix:@" + TestNamespace.name("own");
    try (Mailbox host =
        Mailbox.named(address).capacity(Capacity.unbounded(1 << 20)).messageSize(64).create()) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  host.send(new byte[64]);
                }
              })
          .isInstanceOf(OutOfSharedMemoryException.class)
          .hasMessageStartingWith("mailbox '" + address + "'");
    }
  }

  /// A guest's handler works on a copy, so what it throws is its own.
  @Test
  void what_a_guests_handler_throws_is_told_though_it_closed_the_handle() throws Exception {
    String address = "unix:@" + TestNamespace.name("closing");
    try (Mailbox host = Mailbox.create(address);
        Mailbox guest = Mailbox.open(address)) {
      host.send("m");
      assertThatThrownBy(() ->
              guest.receiveInPlace(message -> {
                guest.close();
                throw new IllegalStateException("the handler's own");
              }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the handler's own");
      assertThat(host.receive().redelivered()).isOne();
    }
  }
}
