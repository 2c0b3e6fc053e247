// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.DamagedMailboxException;
import dure.Delivery;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxStatus.Details;
import dure.NoSuchMailboxException;
import dure.Order;
import dure.Receivers;
import dure.Sending;
import dure.Until;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a look inside finds, for each shape of a mailbox.
class MailboxSnapshotTest {
  /// So short that looks meet with change, and so long that some do not.
  private static final long PAUSE_NANOS = 50_000;

  private final List<String> names = new ArrayList<>();

  private String name() {
    names.add(TestNamespace.name("inside"));
    return names.getLast();
  }

  private MailboxBuilder box() {
    return Mailbox.named(name()).messageSize(64);
  }

  @AfterEach
  void delete() {
    for (String name : names) {
      try {
        Mailbox.delete(name);
      } catch (NoSuchMailboxException deletedByTheTest) {
        // as it should be
      }
    }
  }

  private static MailboxSnapshot of(Mailbox box) {
    return MailboxSnapshot.of(box.address());
  }

  private static CellInterior cells(Mailbox box) {
    return (CellInterior) Objects.requireNonNull(of(box).interior());
  }

  private static PairInterior pair(Mailbox box) {
    return (PairInterior) Objects.requireNonNull(of(box).interior());
  }

  private static List<CellState> states(Mailbox box) {
    return cells(box).listed().stream().map(CellSnapshot::state).toList();
  }

  private static Details details(MailboxSnapshot snapshot) {
    return Objects.requireNonNull(snapshot.status().details());
  }

  @Test
  void cells_of_a_bounded_mailbox() throws Exception {
    try (Mailbox box = box().capacity(Capacity.bounded(4)).participant("me").create()) {
      for (String text : List.of("a", "bb", "ccc")) {
        box.send(text);
      }
      box.receive();
      try (Delivery _ = box.receiveDelivery();
          var _ = box.claim(5)) {
        CellInterior cells = cells(box);
        assertThat(states(box))
            .containsExactly(CellState.FREE, CellState.READING, CellState.FULL, CellState.WRITING);
        assertThat(cells.in()).hasValue(4);
        assertThat(cells.out()).hasValue(2);
        long me = of(box).participants().getFirst().participant().id();
        assertThat(cells.listed().get(0).position()).hasValue(4);
        assertThat(cells.listed().get(1).holder()).hasValue(me);
        assertThat(cells.listed().get(2))
            .isEqualTo(
                new CellSnapshot(
                    2,
                    CellState.FULL,
                    OptionalLong.of(2),
                    OptionalLong.empty(),
                    false,
                    OptionalLong.of(me),
                    3,
                    0,
                    0,
                    0,
                    false,
                    "ccc"));
        assertThat(of(box).settled()).isTrue();
        assertThat(details(of(box)).depth()).isEqualTo(2);
        assertThat(of(box).participants().getFirst().claims()).isEqualTo(1);
        assertThat(of(box).participants().getFirst().inHand()).isEqualTo(1);
      }
      assertThat(cells(box).out()).as("what is given back comes again").hasValue(1);
      assertThat(cells(box).listed().get(1).redelivered()).isEqualTo(1);
      assertThat(details(of(box)).depth()).isEqualTo(2);
    }
  }

  @Test
  void another_process_waits_and_dies_with_its_hands_full() throws Exception {
    try (Mailbox box = box().capacity(Capacity.bounded(2)).create();
        Mailbox empty = box().create()) {
      box.send("for the other");
      Instant before = Instant.now();
      try (Child performer =
          Child.java(Performer.class, box.address().name(), empty.address().name())) {
        performer.await("waits");
        Eventually.holds(() -> its(empty).participant().waitingToReceive() == 1);
        assertThat(its(empty).waitingSince().orElseThrow())
            .isBetween(before.minusMillis(1), Instant.now());
        assertThat(its(box))
            .returns(1, ParticipantSnapshot::claims)
            .returns(1, ParticipantSnapshot::inHand)
            .returns(ProcessState.ALIVE, ParticipantSnapshot::state)
            .returns((int) performer.pid(), its -> its.participant().pid());
        assertThat(its(box).started().orElseThrow())
            .isBetween(before.minusSeconds(2), Instant.now().plusSeconds(2));
        performer.signal("STOP");
        Eventually.holds(() -> its(box).state() == ProcessState.STOPPED);
        performer.kill();
      }
      assertThat(its(box).participant().alive()).isFalse();
      assertThat(its(box).state()).isEqualTo(ProcessState.GONE);
      assertThat(cells(box).listed())
          .allSatisfy(cell -> assertThat(cell.orphaned()).isTrue())
          .extracting(CellSnapshot::state)
          .containsExactly(CellState.READING, CellState.WRITING);
    }
  }

  private static ParticipantSnapshot its(Mailbox box) {
    return of(box).participants().stream()
        .filter(its -> its.participant().name().equals("performer"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void records_of_a_pair() throws Exception {
    try (Mailbox box = box().receivers(Receivers.PAIR).capacity(Capacity.bounded(3)).create()) {
      box.send("one");
      box.send("a longer one");
      box.receive();
      box.send("three");
      PairInterior pair = pair(box);
      long me = of(box).participants().getFirst().participant().id();
      assertThat(pair.in()).isEqualTo(3);
      assertThat(pair.out()).isEqualTo(1);
      assertThat(pair.head()).isEqualTo(16);
      assertThat(pair.tail()).isEqualTo(16 + 24 + 16);
      assertThat(pair.sendingEnd()).hasValue(me);
      assertThat(pair.receivingEnd()).hasValue(me);
      assertThat(pair.listed())
          .containsExactly(
              new RecordSnapshot(1, 16, 24, 12, OptionalLong.of(me), false, 0, "a"),
              new RecordSnapshot(2, 40, 16, 5, OptionalLong.of(me), false, 0, "three"));
      try (Delivery _ = box.receiveDelivery()) {
        assertThat(pair(box).listed().getFirst().deliveries()).isEqualTo(1);
        assertThat(of(box).participants().getFirst().inHand()).isEqualTo(1);
      }
    }
  }

  @Test
  void a_listener_has_a_place_and_the_slowest_holds_what_others_have_had() throws Exception {
    MailboxBuilder all =
        box()
            .receivers(Receivers.ALL)
            .capacity(Capacity.bounded(4))
            .participant("sender")
            .listening();
    try (Mailbox box = all.create();
        Mailbox fast = Mailbox.named(box.address().name()).participant("fast").listening().open()) {
      for (String text : List.of("0", "1", "2")) {
        box.send(text);
      }
      fast.receive();
      fast.receive();
      box.receive();
      assertThat(of(box).participants())
          .extracting(its -> its.next().orElseThrow())
          .containsExactly(1L, 2L);
      assertThat(cells(box).in()).hasValue(3);
      assertThat(cells(box).out()).hasValue(1);
      assertThat(states(box))
          .containsExactly(CellState.FREE, CellState.FULL, CellState.FULL, CellState.FREE);
      assertThat(cells(box).listed().getFirst().position()).hasValue(4);
    }
  }

  @Test
  void an_offer_stands_in_a_rendezvous() throws Exception {
    try (Mailbox box = box().capacity(Capacity.zero()).create()) {
      Thread sender = Thread.ofPlatform().start(() -> sendTo(box));
      Eventually.holds(() -> states(box).equals(List.of(CellState.FULL)));
      assertThat(cells(box).listed().getFirst().wanted()).isTrue();
      assertThat(cells(box).in()).isEmpty();
      assertThat(details(of(box)).depth()).isZero();
      assertThat(box.receive().text()).isEqualTo("m");
      sender.join();
      assertThat(cells(box).listed()).isEmpty();
    }
  }

  private static void sendTo(Mailbox box) {
    try {
      box.send("m");
    } catch (InterruptedException never) {
      throw new AssertionError(never);
    }
  }

  @Test
  void a_board_shows_priorities_and_no_order_of_its_cells() throws Exception {
    try (Mailbox box = box().order(Order.PRIORITY).capacity(Capacity.bounded(2)).create()) {
      box.send("m".getBytes(UTF_8), Sending.PLAIN.priority(7));
      CellInterior cells = cells(box);
      assertThat(cells.in()).isEmpty();
      assertThat(cells.out()).isEmpty();
      assertThat(cells.listed()).extracting(CellSnapshot::priority).containsExactlyInAnyOrder(7, 0);
    }
  }

  @Test
  void a_large_mailbox_is_counted_in_sectors() throws Exception {
    try (Mailbox box = box().capacity(Capacity.bounded(1000)).create()) {
      for (int i = 0; i < 700; i++) {
        box.send("m");
      }
      for (int i = 0; i < 20; i++) {
        box.receive();
      }
      CellInterior cells = cells(box);
      assertThat(cells.sectors()).hasSize(125);
      assertThat(cells.sectors().stream().mapToInt(SectorSnapshot::cells).sum()).isEqualTo(1000);
      assertThat(cells.sectors().getFirst().states()).isEqualTo(Map.of(CellState.FREE, 8));
      assertThat(
              cells.sectors().stream()
                  .flatMap(sector -> sector.messages().values().stream())
                  .mapToInt(count -> count)
                  .sum())
          .isEqualTo(680);
      assertThat(cells.listed())
          .extracting(CellSnapshot::index)
          .containsExactly(
              16, 17, 18, 19, 20, 21, 22, 23, 24, 696, 697, 698, 699, 700, 701, 702, 703, 704);
    }
  }

  @Test
  void an_unbounded_mailbox_has_segments() throws Exception {
    try (Mailbox box = box().capacity(Capacity.unbounded()).create()) {
      for (int i = 0; i < 1500; i++) {
        box.send("m");
      }
      for (int i = 0; i < 600; i++) {
        box.receive();
      }
      CellInterior cells = cells(box);
      assertThat(cells.in()).hasValue(1500);
      assertThat(cells.out()).hasValue(600);
      assertThat(cells.cellsOfSegment()).isEqualTo(512);
      assertThat(cells.segments().stream().mapToInt(SegmentSnapshot::messages).sum())
          .isEqualTo(900);
      assertThat(cells.segmentsPresent()).isEqualTo(cells.segments().size());
      assertThat(cells.listed()).extracting(CellSnapshot::index).contains(600, 1499);
    }
  }

  /// Two senders and two receivers never rest: what is said to be settled adds up.
  @Test
  void a_settled_look_adds_up_while_others_work() throws Exception {
    try (Mailbox box = box().capacity(Capacity.bounded(8)).create()) {
      List<Thread> workers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        workers.add(Thread.ofPlatform().start(() -> work(() -> box.send("m"))));
        workers.add(Thread.ofPlatform().start(() -> work(box::receive)));
      }
      AtomicInteger settled = new AtomicInteger();
      Eventually.holds(() -> addsUp(of(box)) && settled.incrementAndGet() == 200);
      workers.forEach(Thread::interrupt);
      for (Thread worker : workers) {
        worker.join();
      }
      assertThat(of(box).settled()).isTrue();
    }
  }

  /// Whether a look is settled; then it adds up.
  private static boolean addsUp(MailboxSnapshot snapshot) {
    CellInterior cells = (CellInterior) Objects.requireNonNull(snapshot.interior());
    assertThat(cells.listed()).noneMatch(cell -> cell.state() == CellState.DAMAGED);
    assertThat(cells.in().orElseThrow()).isGreaterThanOrEqualTo(cells.out().orElseThrow());
    if (snapshot.settled()) {
      long messages = cells.listed().stream().filter(MailboxSnapshotTest::isMessage).count();
      assertThat(details(snapshot).depth()).isEqualTo(messages);
    }
    return snapshot.settled();
  }

  private static boolean isMessage(CellSnapshot cell) {
    return switch (cell.state()) {
      case FULL, READING, LATE -> true;
      default -> false;
    };
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  private static void work(Step step) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        step.run();
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (InterruptedException asAsked) {
      // as asked
    }
  }

  @Test
  void what_is_not_there_or_damaged_says_so() throws Exception {
    assertThatThrownBy(() -> MailboxSnapshot.of(TestNamespace.name("nowhere")))
        .isInstanceOf(NoSuchMailboxException.class);
    String name = name();
    box().create().close();
    Mailbox.create(name).close();
    Path file = TestNamespace.file("dure." + name);
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(Files.size(file) / 2);
    }
    assertThatThrownBy(() -> MailboxSnapshot.of(name)).isInstanceOf(DamagedMailboxException.class);
  }

  /// Each word of each cell, and of the table, one after the other: a look says something or
  /// refuses, and never more than that.
  @Test
  void no_overwritten_word_confuses_a_look() throws Exception {
    String name = name();
    try (Mailbox box = Mailbox.named(name).messageSize(64).capacity(Capacity.bounded(4)).create()) {
      box.send("m");
      box.send("m".getBytes(UTF_8), Sending.until(Until.ACCEPTED));
      Path file = TestNamespace.file("dure." + name);
      try (RandomAccessFile region = new RandomAccessFile(file.toFile(), "rw")) {
        for (long at = 384; at < region.length(); at += 8) {
          region.seek(at);
          long was = region.readLong();
          region.seek(at);
          region.writeLong(-1);
          assertThat(jsonOrRefusal(name)).contains("mailbox");
          region.seek(at);
          region.writeLong(was);
        }
      }
    }
  }

  private static String jsonOrRefusal(String name) {
    try {
      return MailboxSnapshot.of(name).json();
    } catch (DamagedMailboxException refusal) {
      return refusal.getMessage();
    }
  }

  @Test
  void one_whose_messages_the_kernel_carries_has_a_status_alone() {
    String pipe = "pipe:" + TestNamespace.name("pipe");
    try (Mailbox _ = Mailbox.create(pipe)) {
      MailboxSnapshot snapshot = MailboxSnapshot.of(pipe);
      assertThat(snapshot.interior()).isNull();
      assertThat(snapshot.json()).contains("\"transport\":\"pipe\"", "\"participants\":[]");
    }
  }
}
