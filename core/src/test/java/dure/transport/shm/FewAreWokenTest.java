// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxStatus.Details;
import dure.Order;
import dure.Receivers;
import dure.Sending;
import dure.testkit.Bound;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.ProcessorTime;
import dure.testkit.ThreadStates;
import dure.transport.shm.WaitersOfAKind.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A thousand threads of a process wait, for the same or each for something of its own: they cost
/// next to nothing, what comes wakes few of them, and each gets what it waits for.
class FewAreWokenTest extends Boxes {
  private static final int THREADS = 1000;
  private static final int COUNTED = 3;

  /// The one that is served, the leader, and the next leader; and as many again, because a thread
  /// on its way may give up its processor once more.
  private static final int FEW = 6;

  /// All waiting threads, and those that look around for them, together: as so many threads that do
  /// nothing but wake every 50 ms. One waiting thread that wakes in slices is more than one. The
  /// JVM is a young one and interprets what it looks with.
  private static final double AS_FEW_TIMERS = 8;

  private static final String WAITERS = "waiter";

  private MailboxBuilder mailbox(Kind kind, Receivers receivers) {
    MailboxBuilder box = box().messageSize(16).receivers(receivers);
    return switch (kind) {
      case NUMBER, UP_TO -> box.order(Order.NUMBER);
      case ROOM -> box.capacity(Capacity.bounded(1));
      case NEXT, SET, RECEIPT -> box.capacity(Capacity.bounded(THREADS));
    };
  }

  @ParameterizedTest
  @CsvSource({
    "NEXT, ANY, platform",
    "NEXT, PAIR, platform",
    "NEXT, ALL, platform",
    "SET, ANY, platform",
    "NUMBER, ANY, platform",
    "UP_TO, ANY, virtual",
    "RECEIPT, ANY, platform",
    "RECEIPT, PAIR, virtual",
    "ROOM, ANY, virtual",
    "ROOM, PAIR, platform"
  })
  void of_a_thousand_waiting_threads_few_are_woken_and_all_are_served(
      Kind kind, Receivers receivers, String threads) throws Exception {
    try (Mailbox box = mailbox(kind, receivers).create();
        Mailbox other = box().create()) {
      try (Child child =
          Child.java(
              WaitersOfAKind.class,
              kind.name(),
              threads,
              Integer.toString(THREADS),
              box.address().toString(),
              other.address().toString())) {
        child.await("started");
        Eventually.holds(() -> waiting(kind, box) == THREADS);
        Bound.holds(AS_FEW_TIMERS, () -> timers(child.pid()));
        Set<Integer> unserved = new HashSet<>();
        for (int number = 1; number <= THREADS; number++) {
          unserved.add(number);
        }
        int counted = threads.equals("platform") ? COUNTED : 0;
        for (int i = 1; i <= counted; i++) {
          Map<String, Long> before = wakesAtRest(child);
          serve(kind, box, i);
          unserved.remove(served(child));
          Map<String, Long> after = wakesAtRest(child);
          long woken =
              before.entrySet().stream()
                  .filter(one -> !one.getValue().equals(after.get(one.getKey())))
                  .count();
          assertThat(woken).as("threads woken by one " + kind).isLessThanOrEqualTo(FEW);
        }
        for (int i = counted + 1; i <= THREADS; i++) {
          serve(kind, box, i);
        }
        while (!unserved.isEmpty()) {
          assertThat(unserved.remove(served(child))).isTrue();
        }
        child.endInput();
        child.awaitSuccess();
      }
    }
  }

  private static long waiting(Kind kind, Mailbox box) {
    Details details = Objects.requireNonNull(box.status().details());
    return switch (kind) {
      case RECEIPT, ROOM -> details.waitingToSend();
      case NEXT, SET, NUMBER, UP_TO -> details.waitingToReceive();
    };
  }

  private static double timers(long pid) throws InterruptedException {
    List<Duration> used =
        ProcessorTime.perSecond(
            pid,
            Duration.ofSeconds(1),
            List.of(List.of(WAITERS, "dure-"), List.of(WaitersOfAKind.TIMER)));
    return (double) used.getFirst().toNanos() / used.getLast().toNanos();
  }

  /// The kernel counts for platform threads alone.
  private static Map<String, Long> wakesAtRest(Child child) {
    Eventually.holds(() -> ThreadStates.areAsleep(child.pid(), WAITERS));
    return ThreadStates.wakes(child.pid(), WAITERS);
  }

  private static void serve(Kind kind, Mailbox box, int number) throws InterruptedException {
    switch (kind) {
      case NEXT, SET -> box.send("m");
      case NUMBER, UP_TO -> box.send("m", Sending.PLAIN.number(number));
      case RECEIPT, ROOM -> box.receive();
    }
  }

  private static int served(Child child) {
    return Integer.parseInt(child.await("served").strip());
  }
}
