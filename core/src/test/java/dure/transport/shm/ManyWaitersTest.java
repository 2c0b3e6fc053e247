// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.Choice;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxSet;
import dure.Message;
import dure.Order;
import dure.Receivers;
import dure.Sending;
import dure.Until;
import dure.file.Mapping;
import dure.file.SharedFile;
import dure.layout.GateLayout;
import dure.layout.HeaderLayout;
import dure.raw.Words;
import dure.testkit.Asleep;
import dure.testkit.AsyncCall;
import dure.testkit.Bound;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.ProcessorTime;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Very many threads wait at mailboxes: they cost next to nothing, and each message wakes few.
class ManyWaitersTest extends Boxes {
  private static final int MESSAGES = 100;
  private static final int THREADS = 2000;

  /// Of a second of processor time: what a JVM that does nothing uses is part of it.
  private static final Duration NEXT_TO_NOTHING = Duration.ofMillis(5);

  private static final Duration FOR_A_MESSAGE = Duration.ofMillis(1);

  /// Has threads wait at mailboxes, alone or as sets of two, and sends them messages when it is
  /// told.
  static final class Waiters {
    private static final AtomicInteger SERVED = new AtomicInteger();

    public static void main(String[] arguments) throws Exception {
      List<Mailbox> boxes = new ArrayList<>();
      for (int i = 1; i < arguments.length; i++) {
        boxes.add(Mailbox.open(arguments[i]));
      }
      int threads = Integer.parseInt(arguments[0].substring(arguments[0].indexOf(' ') + 1));
      CountDownLatch started = new CountDownLatch(threads);
      for (int i = 0; i < boxes.size(); i++) {
        Mailbox box = boxes.get(i);
        MailboxSet set = MailboxSet.of(box, boxes.get((i + 1) % boxes.size()));
        for (int j = 0; j < threads / boxes.size(); j++) {
          Thread.Builder builder =
              arguments[0].startsWith("platform")
                  ? Thread.ofPlatform().daemon().stackSize(128 * 1024)
                  : Thread.ofVirtual();
          builder.start(() -> {
            started.countDown();
            receive(arguments[0].startsWith("sets") ? set : null, box);
          });
        }
      }
      started.await();
      System.out.println("wait");
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
          .lines()
          .forEach(line -> send(boxes));
    }

    private static void receive(@Nullable MailboxSet set, Mailbox box) {
      try {
        while (true) {
          Message _ = set == null ? box.receive() : set.receive().message();
          SERVED.incrementAndGet();
        }
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
      }
    }

    private static void send(List<Mailbox> boxes) {
      Duration before = ProcessorTime.of(ProcessHandle.current().pid());
      for (int i = 0; i < MESSAGES; i++) {
        int served = SERVED.get();
        assertThat(boxes.get(i % boxes.size()).trySend("m")).isTrue();
        Eventually.holds(() -> SERVED.get() > served);
      }
      Duration used = ProcessorTime.of(ProcessHandle.current().pid()).minus(before);
      System.out.println("used " + used.toNanos() / MESSAGES);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual 5000", "sets 5000", "platform 500"})
  void idle_they_cost_next_to_nothing_and_a_message_wakes_few(String which) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(which));
    for (int i = 0; i < 10; i++) {
      arguments.add(name());
      Mailbox.named(arguments.getLast()).messageSize(16).create().close();
    }
    try (Child child = Child.java(Waiters.class, arguments.toArray(String[]::new))) {
      child.await("wait");
      Bound.holds(
          NEXT_TO_NOTHING, () -> ProcessorTime.perSecond(child.pid(), Duration.ofSeconds(1)));
      Bound.holds(
          FOR_A_MESSAGE,
          () -> {
            child.tell("send");
            return Duration.ofNanos(Long.parseLong(child.await("used")));
          });
    }
  }

  @Test
  void all_are_served_though_some_give_up() throws Exception {
    int threads = 2000;
    AtomicInteger served = new AtomicInteger();
    AtomicInteger gaveUp = new AtomicInteger();
    try (Mailbox box = box().create()) {
      List<Thread> waiters = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        waiters.add(
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    box.receive();
                    served.incrementAndGet();
                  } catch (InterruptedException end) {
                    gaveUp.incrementAndGet();
                  }
                }));
      }
      waiters.forEach(Asleep::await);
      for (int i = 0; i < threads; i += 2) {
        waiters.get(i).interrupt();
      }
      Eventually.holds(() -> gaveUp.get() == threads / 2);
      for (int i = 0; i < threads / 2; i++) {
        box.send("m");
      }
      for (Thread waiter : waiters) {
        waiter.join();
      }
      assertThat(served).hasValue(threads / 2);
      assertThat(box.tryReceive()).isNull();
    }
  }

  /// Each thread takes one message, at any mailbox of its set, and sets overlap: so messages may be
  /// left for which no thread waits. But none beside a thread that may have it.
  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void no_thread_waits_at_several_beside_a_message_that_it_may_have(int count) throws Exception {
    List<Mailbox> boxes = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        boxes.add(box().capacity(Capacity.bounded(THREADS)).messageSize(16).create());
      }
      WaitingSets sets = WaitingSets.start(boxes, count);
      for (int i = 0; i < THREADS; i++) {
        boxes.get(i % boxes.size()).send("m");
      }
      Eventually.holds(() -> sets.haveTakenWhatTheyMay());
      while (sets.sendToAThatWaits()) {
        Eventually.holds(() -> sets.haveTakenWhatTheyMay());
      }
      sets.join();
    } finally {
      boxes.forEach(Mailbox::close);
    }
  }

  /// Sets of three mailboxes each, or one of all, and the threads that wait at them.
  private record WaitingSets(
      List<Mailbox> boxes,
      List<MailboxSet> sets,
      AtomicIntegerArray waiting,
      List<Thread> threads) {
    static WaitingSets start(List<Mailbox> boxes, int count) {
      List<MailboxSet> sets = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        List<Mailbox> three = new ArrayList<>();
        for (int j = 0; j < 3; j++) {
          three.add(boxes.get((i + j) % boxes.size()));
        }
        sets.add(MailboxSet.of(count == 1 ? boxes : three));
      }
      WaitingSets all =
          new WaitingSets(boxes, sets, new AtomicIntegerArray(count), new ArrayList<>());
      for (int i = 0; i < THREADS; i++) {
        int set = i % count;
        all.waiting.incrementAndGet(set);
        all.threads.add(Thread.ofVirtual().start(() -> all.receiveAt(set)));
      }
      all.threads.forEach(Asleep::await);
      return all;
    }

    private void receiveAt(int set) {
      try {
        sets.get(set).receive();
        waiting.decrementAndGet(set);
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
      }
    }

    boolean haveTakenWhatTheyMay() {
      for (int set = 0; set < sets.size(); set++) {
        if (waiting.get(set) > 0
            && sets.get(set).mailboxes().stream().anyMatch(box -> box.occupancy().depth() > 0)) {
          return false;
        }
      }
      return true;
    }

    /// False if none waits any more.
    boolean sendToAThatWaits() throws InterruptedException {
      for (int set = 0; set < sets.size(); set++) {
        if (waiting.get(set) > 0) {
          sets.get(set).mailboxes().getFirst().send("m");
          return true;
        }
      }
      return false;
    }

    void join() throws InterruptedException {
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  /// As a process leaves it that is killed, or stopped, between a change and the wake.
  @ParameterizedTest
  @CsvSource({
    "MESSAGES_GATE, ANY, ARRIVAL, true",
    "MESSAGES_GATE, ANY, ARRIVAL, false",
    "MESSAGES_GATE, ALL, ARRIVAL, false",
    "MESSAGES_GATE, ANY, NUMBER, false",
    "MESSAGES_GATE, PAIR, ARRIVAL, true",
    "FATES_GATE, ANY, ARRIVAL, false",
    "FATES_GATE, PAIR, ARRIVAL, true",
    "ROOM_GATE, ANY, ARRIVAL, false",
    "ROOM_GATE, ANY, NUMBER, false",
    "ROOM_GATE, ALL, ARRIVAL, false",
    "ROOM_GATE, PAIR, ARRIVAL, true"
  })
  void a_change_of_which_nobody_was_told_is_found(
      String gate, Receivers receivers, Order order, boolean virtual) throws Exception {
    String name = name();
    MailboxBuilder settings =
        Mailbox.named(name)
            .receivers(receivers)
            .order(order)
            .listening()
            .capacity(Capacity.bounded(2));
    try (Mailbox box = settings.create();
        SharedFile file = SharedFile.open(name, true);
        Mapping page = Mapping.of(file, HeaderLayout.BYTES, true)) {
      if (gate.equals("ROOM_GATE")) {
        box.send("one");
        box.send("two");
      }
      List<AsyncCall<Object>> waiting = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        waiting.add(AsyncCall.start(virtual, () -> await(gate, order, box)).awaitAsleep());
      }
      long parked = page.address() + gate(gate) + GateLayout.PARKED;
      for (int i = 0; i < 2; i++) {
        Eventually.holds(() -> Words.intCas(parked, 1, 0));
        if (gate.equals("MESSAGES_GATE")) {
          box.send("m", Sending.PLAIN.number(order == Order.NUMBER ? 7 : 0));
        } else {
          box.receive();
        }
        long left = 1 - i;
        Eventually.holds(() -> waiting.stream().filter(call -> !call.isDone()).count() == left);
      }
      for (AsyncCall<Object> call : waiting) {
        Object _ = call.result();
      }
    }
  }

  /// A thread that leads, and one that follows.
  @ParameterizedTest
  @CsvSource({
    "MESSAGES_GATE, ARRIVAL",
    "MESSAGES_GATE, NUMBER",
    "FATES_GATE, ARRIVAL",
    "ROOM_GATE, ARRIVAL"
  })
  void an_interrupt_ends_each_wait(String gate, Order order) throws Exception {
    try (Mailbox box = box().order(order).capacity(Capacity.bounded(2)).create()) {
      if (gate.equals("ROOM_GATE")) {
        box.send("one");
        box.send("two");
      }
      List<AsyncCall<Object>> waiting = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        waiting.add(AsyncCall.start(() -> await(gate, order, box)).awaitAsleep());
      }
      for (AsyncCall<Object> call : waiting.reversed()) {
        call.interrupt();
        assertThat(call.failure()).isInstanceOf(InterruptedException.class);
      }
    }
  }

  private static Object await(String gate, Order order, Mailbox box) throws InterruptedException {
    return switch (gate) {
      case "FATES_GATE" -> box.send("m", Sending.until(Until.RECEIVED));
      case "ROOM_GATE" -> box.send("m", Sending.PLAIN);
      default -> order == Order.NUMBER ? box.receive(Choice.number(7)) : box.receive();
    };
  }

  private static long gate(String name) {
    return switch (name) {
      case "FATES_GATE" -> HeaderLayout.FATES_GATE;
      case "ROOM_GATE" -> HeaderLayout.ROOM_GATE;
      default -> HeaderLayout.MESSAGES_GATE;
    };
  }
}
