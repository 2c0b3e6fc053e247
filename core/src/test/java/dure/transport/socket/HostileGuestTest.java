// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Delivery;
import dure.LinkTakenException;
import dure.Mailbox;
import dure.MailboxStatus;
import dure.SystemLimitException;
import dure.testkit.AsyncCall;
import dure.testkit.Bound;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.Stopwatch;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whoever connects may send anything, or nothing: he is refused or cut off, and everybody else
/// goes on.
class HostileGuestTest {
  // LECTURE: 12

  private static final int PATIENCE_MILLIS = (int) Child.PATIENCE.toMillis();

  private Mailbox box;
  private String address;

  static {
    // The JDK keeps a descriptor of its own from the first socket on; no test is to be blamed.
    try (ServerSocket first = new ServerSocket(0)) {
      new Socket(InetAddress.getLoopbackAddress(), first.getLocalPort()).close();
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @BeforeEach
  void create() {
    box =
        Mailbox.named("tcp://127.0.0.1:0")
            .participants(4)
            .messageSize(100_000)
            .maxInFlight(2)
            .create();
    address = box.address().toString();
  }

  @AfterEach
  void close() {
    box.close();
  }

  private Socket raw() throws IOException {
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    Socket raw = new Socket(InetAddress.getLoopbackAddress(), port);
    raw.setSoTimeout(PATIENCE_MILLIS);
    return raw;
  }

  private static byte[] framed(byte[] frame) {
    return new WireWriter().i32(frame.length).rest(frame).array();
  }

  private static byte[] hello() {
    return framed(
        new Hello(
                Hello.Purpose.OPEN,
                new dure.Transport.Opening(dure.Waiting.BLOCK, "raw", 0, false, false))
            .write());
  }

  /// A guest that is in, by hand.
  private Socket in() throws IOException {
    Socket raw = raw();
    raw.getOutputStream().write(hello());
    assertThat(new WireReader(frame(raw)).i32()).isEqualTo(Hello.MAGIC);
    return raw;
  }

  private static byte[] frame(Socket raw) throws IOException {
    InputStream in = raw.getInputStream();
    return in.readNBytes(new WireReader(in.readNBytes(4)).i32());
  }

  private static void ask(Socket raw, int id, Op op, WireWriter body) throws IOException {
    raw.getOutputStream()
        .write(framed(new WireWriter().i32(id).place(op).rest(body.array()).array()));
  }

  /// The host ends the connection, in so many milliseconds.
  private static void awaitCut(Socket raw) throws IOException {
    try {
      while (raw.getInputStream().read(new byte[1 << 16]) >= 0) {
        // until its end
      }
    } catch (java.net.SocketTimeoutException kept) {
      throw new AssertionError("still connected", kept);
    } catch (IOException reset) {
      // which is an end too
    }
  }

  private void assertServes() throws InterruptedException {
    try (Mailbox guest = Mailbox.open(address)) {
      guest.send("m");
      assertThat(guest.receive().text()).isEqualTo("m");
    }
    Eventually.holds(() -> participants() == 1);
  }

  private long participants() {
    MailboxStatus.Details seen = Objects.requireNonNull(Mailbox.status(address).details());
    return seen.participants().stream().filter(MailboxStatus.Participant::alive).count();
  }

  @Test
  void noise_is_answered_with_the_end_of_the_connection() throws Exception {
    Random random = new Random(3);
    for (int i = 0; i < 30; i++) {
      try (Socket raw = raw()) {
        byte[] noise = new byte[random.nextInt(1, 2000)];
        random.nextBytes(noise);
        raw.getOutputStream().write(noise);
        raw.shutdownOutput();
        awaitCut(raw);
      }
    }
    try (Socket raw = raw()) {
      raw.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
      awaitCut(raw);
    }
    assertServes();
  }

  @Test
  void a_hello_of_another_version_is_told_so() throws Exception {
    try (Socket raw = raw()) {
      byte[] hello = hello();
      hello[8] = 77;
      raw.getOutputStream().write(hello);
      WireReader answer = new WireReader(frame(raw));
      Hello.requireOurs(answer);
      assertThat(answer.flag()).isFalse();
      assertThat(RemoteError.read(answer).problem()).contains("version 77");
      awaitCut(raw);
    }
  }

  @Test
  void who_says_nothing_or_half_a_hello_has_two_seconds() throws Exception {
    Bound.holds(
        Duration.ofSeconds(4),
        () -> {
          List<Duration> delays = new ArrayList<>();
          long began = System.nanoTime();
          try (Socket silent = raw();
              Socket half = raw();
              Socket another = raw()) {
            half.getOutputStream().write(hello(), 0, 7);
            for (Socket guest : List.of(silent, half, another)) {
              awaitCut(guest);
              delays.add(Duration.ofNanos(System.nanoTime() - began));
            }
          }
          return Bound.typical(delays);
        });
    assertServes();
  }

  @Test
  void a_huge_length_is_cut_off_and_so_is_noise_of_one_who_is_in() throws Exception {
    for (int length : new int[] {Integer.MAX_VALUE, -1, 200_000}) {
      try (Socket raw = in()) {
        raw.getOutputStream().write(new WireWriter().i32(length).array());
        awaitCut(raw);
      }
    }
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      try (Socket raw = in()) {
        byte[] noise = new byte[random.nextInt(0, 60)];
        random.nextBytes(noise);
        raw.getOutputStream().write(framed(noise));
        ask(raw, 1, Op.CLOSE, new WireWriter());
        raw.shutdownOutput();
        awaitCut(raw);
      }
      drain();
    }
    assertServes();
  }

  private void drain() {
    while (box.tryReceive() != null) {
      // what noise happened to send
    }
  }

  @Test
  void half_a_frame_is_waited_for_and_then_cut_off_and_what_was_in_hand_comes_back()
      throws Exception {
    box.send("m");
    try (Socket raw = in()) {
      ask(raw, 1, Op.DELIVER, new WireWriter().i64(Op.FOREVER));
      assertThat(frame(raw)).isNotEmpty();
      raw.getOutputStream().write(new byte[] {50, 0, 0, 0, 1});
      try (Delivery again = box.receiveDelivery(Child.PATIENCE)) {
        assertThat(again).isNotNull();
        assertThat(again.message().redelivered()).isOne();
        again.acknowledge();
      }
      awaitCut(raw);
    }
    assertServes();
  }

  @Test
  void no_more_deliveries_are_in_hand_than_a_handle_may_have() throws Exception {
    for (int i = 0; i < 3; i++) {
      box.send("m");
    }
    try (Socket raw = in()) {
      assertThat(isDelivered(raw, 1)).isTrue();
      assertThat(isDelivered(raw, 2)).isTrue();
      assertThat(isDelivered(raw, 3)).isFalse();
      ask(raw, 4, Op.SETTLE, new WireWriter().i64(1).flag(true));
      assertThat(new WireReader(frame(raw)).i32()).isEqualTo(4);
      assertThat(isDelivered(raw, 5)).isTrue();
    }
  }

  private static boolean isDelivered(Socket raw, int id) throws IOException {
    ask(raw, id, Op.DELIVER, new WireWriter().i64(Op.FOREVER));
    WireReader answer = new WireReader(frame(raw));
    assertThat(answer.i32()).isEqualTo(id);
    return answer.oneOf(Answer.KINDS) == Answer.Kind.DONE;
  }

  @Test
  void who_does_not_read_his_answers_is_cut_off_and_nobody_waits_for_him() throws Exception {
    try (Socket raw = in()) {
      byte[] large = new byte[90_000];
      for (int i = 0; i < 50; i++) {
        assertThat(box.trySend(large)).isTrue();
      }
      for (int id = 1; id < 900; id++) {
        ask(raw, id, Op.BROWSE, new WireWriter().i32(64));
      }
      try (Mailbox guest = Mailbox.open(address)) {
        assertThat(guest.receive().size()).isEqualTo(large.length);
      }
      Eventually.holds(() -> participants() == 1);
      awaitCut(raw);
    }
    drain();
    assertServes();
  }

  @Test
  void who_stops_in_the_middle_of_a_claim_holds_nobody_up() throws Exception {
    try (Mailbox pipe = Mailbox.open(address);
        Socket raw = in()) {
      ask(raw, 1, Op.CLAIM, new WireWriter().i64(10).i64(Op.FOREVER));
      assertThat(frame(raw)).isNotEmpty();
      pipe.send("after");
      assertThat(pipe.receive(Child.PATIENCE)).isNotNull();
    }
    Eventually.holds(() -> participants() == 1);
    assertServes();
  }

  @Test
  void there_is_an_end_to_connections_and_to_calls_under_way() throws Exception {
    List<Socket> many = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        many.add(in());
      }
      assertThatThrownBy(() -> Mailbox.open(address)).isInstanceOf(LinkTakenException.class);
      for (int i = 0; i < 70; i++) {
        many.add(raw());
      }
      assertThatThrownBy(() -> Mailbox.open(address)).isInstanceOf(LinkTakenException.class);
      Socket first = many.getFirst();
      for (int id = 1; id <= Guest.MOST_TASKS + 1; id++) {
        ask(first, id, Op.RECEIVE, new WireWriter().i64(0).i64(Op.FOREVER));
      }
      WireReader refusal = new WireReader(frame(first));
      assertThat(refusal.i32()).isEqualTo(Guest.MOST_TASKS + 1);
      assertThat(refusal.oneOf(Answer.KINDS)).isEqualTo(Answer.Kind.FAILED);
      assertThat(RemoteError.read(refusal).at("x")).isInstanceOf(SystemLimitException.class);
      box.send("served all the same");
      assertThat(frame(first)).isNotEmpty();
    } finally {
      for (Socket raw : many) {
        raw.close();
      }
    }
    Eventually.holds(() -> participants() == 1);
    assertServes();
  }

  @Test
  void a_crowd_that_says_nothing_keeps_nobody_out() throws Exception {
    List<Socket> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * PendingGuests.PLACES; i++) {
        crowd.add(raw());
      }
      assertServes();
      for (Socket silent : crowd) {
        awaitCut(silent);
      }
    } finally {
      for (Socket silent : crowd) {
        silent.close();
      }
    }
  }

  /// More than there are places for, at the same moment.
  @Test
  void a_crowd_that_says_hello_is_let_in() throws Exception {
    int crowd = 2 * PendingGuests.PLACES;
    List<FutureTask<Long>> looks = new ArrayList<>();
    for (int i = 0; i < crowd; i++) {
      FutureTask<Long> look =
          new FutureTask<>(() -> {
            MailboxStatus.Details seen = Mailbox.status(address).details();
            return Objects.requireNonNull(seen).bytes();
          });
      looks.add(look);
      Thread.ofVirtual().start(look);
    }
    int let = 0;
    for (FutureTask<Long> look : looks) {
      try {
        assertThat(look.get()).isPositive();
        let++;
      } catch (ExecutionException full) {
        assertThat(full).hasCauseInstanceOf(LinkTakenException.class);
      }
    }
    assertThat(let).isGreaterThanOrEqualTo(PendingGuests.PLACES);
  }

  @Test
  void what_waits_for_room_holds_only_so_much_of_the_hosts_memory() throws Exception {
    byte[] large = new byte[100_000];
    while (box.trySend(large)) {
      // until it is full
    }
    try (Socket raw = in()) {
      int fits = (int) (Guest.MOST_HELD / large.length);
      for (int id = 1; id <= fits + 1; id++) {
        ask(raw, id, Op.SEND, new WireWriter().i64(Op.FOREVER).rest(large));
      }
      WireReader refusal = new WireReader(frame(raw));
      assertThat(refusal.i32()).isBetween(fits - 1, fits + 1); // a request has a little more
      assertThat(refusal.oneOf(Answer.KINDS)).isEqualTo(Answer.Kind.FAILED);
      assertThat(RemoteError.read(refusal).at("x"))
          .isInstanceOf(SystemLimitException.class)
          .hasMessageContaining("64 MiB");
      // What carries no message makes room.
      ask(raw, 2000, Op.RECEIVE, new WireWriter().i64(0).i64(Op.FOREVER));
      WireReader answer = new WireReader(frame(raw));
      while (answer.i32() != 2000) {
        answer = new WireReader(frame(raw)); // of whoever was sent into that room
      }
      assertThat(answer.oneOf(Answer.KINDS)).isEqualTo(Answer.Kind.DONE);
    }
    drain();
    Eventually.holds(() -> participants() == 1);
    drain();
    assertServes();
  }

  @Test
  void who_goes_on_with_what_does_not_wait_for_him_is_cut_off() throws Exception {
    try (Socket raw = in()) {
      ask(raw, 1, Op.RECEIVE, new WireWriter().i64(0).i64(Op.FOREVER));
      ask(raw, 1, Op.FOLLOW, new WireWriter().rest(new byte[90_000]));
      awaitCut(raw);
    }
    Eventually.holds(() -> participants() == 1);
    assertServes();
  }

  @Test
  void a_host_that_closes_waits_for_no_claim_however_many_are_open() throws Exception {
    // And not two seconds for each claim.
    Bound.holds(Duration.ofSeconds(8), this::timeToCloseWithClaims);
  }

  private Duration timeToCloseWithClaims() throws Exception {
    close();
    create();
    List<Socket> guests = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        Socket raw = in();
        guests.add(raw);
        for (int id = 1; id <= 5; id++) {
          ask(raw, id, Op.CLAIM, new WireWriter().i64(10).i64(Op.FOREVER));
          assertThat(frame(raw)).isNotEmpty();
        }
      }
      Stopwatch watch = Stopwatch.start();
      box.close();
      Duration taken = watch.stop();
      for (Socket raw : guests) {
        awaitCut(raw);
      }
      return taken;
    } finally {
      for (Socket raw : guests) {
        raw.close();
      }
    }
  }

  @Test
  void a_guest_that_is_killed_gives_back_what_it_had() throws Exception {
    box.send("m");
    AsyncCall<Delivery> next;
    try (Child guest = Child.java(GuestRole.class, "deliver", address)) {
      assertThat(guest.await("got")).isEqualTo("m");
      guest.signal("STOP");
      next = AsyncCall.start(box::receiveDelivery).awaitAsleep();
      guest.kill();
    }
    try (Delivery again = next.result()) {
      assertThat(again.message().redelivered()).isOne();
      again.acknowledge();
    }
  }
}
