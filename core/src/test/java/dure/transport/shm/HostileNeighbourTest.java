// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.Claim;
import dure.Delivery;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxSet;
import dure.Message;
import dure.Order;
import dure.Receivers;
import dure.Sending;
import dure.Until;
import dure.testkit.Bound;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.Stopwatch;
import dure.testkit.TestNamespace;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every public call with a time limit, or none, beside a neighbour that keeps what it has: another
/// thread inside a handler and with a claim open, and a process that is stopped so.
class HostileNeighbourTest {
  private static final Duration SOON = Duration.ofMillis(250);
  private static final Duration LIMIT = Duration.ofMillis(20);
  private static final byte[] BYTES = "m".getBytes(UTF_8);

  /// The mailboxes that differ in how their ends are shared.
  enum Kind {
    PAIR,
    ANY,
    ONE,
    RANKED,
    ALL,
    PRIORITY,
    NUMBER,
    UNBOUNDED,
    RENDEZVOUS;

    MailboxBuilder at(String name) {
      MailboxBuilder box = Mailbox.named(name).capacity(Capacity.bounded(4)).listening();
      box.patience(Duration.ofHours(1));
      return switch (this) {
        case PAIR, ANY, ONE, RANKED, ALL -> box.receivers(Receivers.valueOf(name()));
        case PRIORITY, NUMBER -> box.order(Order.valueOf(name()));
        case UNBOUNDED -> box.capacity(Capacity.unbounded());
        case RENDEZVOUS -> box.capacity(Capacity.zero());
      };
    }
  }

  /// A call to be measured.
  private interface Call {
    Object on(Mailbox box) throws Exception;
  }

  private static final Map<String, Call> NOW = new LinkedHashMap<>();
  private static final Map<String, Call> WITHIN = new LinkedHashMap<>();

  static {
    MemorySegment buffer = Arena.global().allocate(64);
    NOW.put("trySend", box -> box.trySend(BYTES));
    NOW.put("tryTransfer", box -> box.tryTransfer(BYTES));
    NOW.put("tryReceive", Mailbox::tryReceive);
    NOW.put("tryReceiveInto", box -> box.tryReceiveInto(buffer));
    NOW.put("tryReceiveInPlace", box -> box.tryReceiveInPlace(message -> {}));
    NOW.put("tryReceiveEach", box -> box.tryReceiveEach(message -> {}, 2));
    NOW.put("occupancy", Mailbox::occupancy);
    NOW.put("status", Mailbox::status);
    NOW.put("browse", box -> box.browse(9));
    NOW.put("untaken", Mailbox::untaken);
    NOW.put("remove", box -> box.remove(Message.of(BYTES, new Message.Stamps(1, 1, 0, 0, 0, 0))));
    NOW.put("set", box -> MailboxSet.of(box).tryReceive());
    NOW.put("tryReceiveDelivery", HostileNeighbourTest::givenBack);
    NOW.put(
        "tryClaim",
        box -> {
          try (Claim claim = box.tryClaim(1)) {
            return claim == null;
          }
        });
    WITHIN.put("send", box -> box.send(BYTES, LIMIT));
    WITHIN.put("transfer", box -> box.transfer(BYTES, LIMIT));
    WITHIN.put(
        "send until received", box -> box.send(BYTES, Sending.until(Until.RECEIVED).within(LIMIT)));
    WITHIN.put("receive", box -> box.receive(LIMIT));
    WITHIN.put("receiveInto", box -> box.receiveInto(buffer, LIMIT));
    WITHIN.put("receiveInPlace", box -> box.receiveInPlace(message -> {}, LIMIT));
    WITHIN.put("receiveEach", box -> box.receiveEach(message -> {}, 2, LIMIT));
    WITHIN.put("several", box -> box.receive(2, 3, LIMIT));
    WITHIN.put("set", box -> MailboxSet.of(box).receive(LIMIT));
    WITHIN.put(
        "receiveDelivery",
        box -> {
          try (Delivery delivery = box.receiveDelivery(LIMIT)) {
            return delivery == null;
          }
        });
    WITHIN.put(
        "claim",
        box -> {
          try (Claim claim = box.claim(1, LIMIT)) {
            return claim == null;
          }
        });
  }

  private static Object givenBack(Mailbox box) throws Exception {
    try (Delivery delivery = box.tryReceiveDelivery()) {
      return delivery == null;
    }
  }

  private static Child stopped;
  private static String names;

  /// Keeps a claim open at each mailbox, and a message in hand.
  static final class Neighbour {
    public static void main(String[] words) throws Exception {
      List<Kept> kept = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        kept.add(keep(Mailbox.named(words[0] + kind).listening().open(), kind));
      }
      System.out.println("keeps " + kept.size());
      new CountDownLatch(1).await();
    }
  }

  /// What other threads keep, until it is closed.
  private interface Kept extends AutoCloseable {
    @Override
    void close();
  }

  /// Has other threads keep a claim and a message in hand, until closed.
  private static Kept keep(Mailbox box, Kind kind) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(kind == Kind.RENDEZVOUS ? 0 : 2);
    List<Thread> threads = new ArrayList<>();
    if (kind != Kind.RENDEZVOUS) {
      box.send(BYTES);
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try {
                  box.receiveInPlace(message -> {
                    inside.countDown();
                    end.await();
                  });
                } catch (Exception ended) {
                  // with the test
                }
              }));
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try (Claim _ = box.claim(1)) {
                  inside.countDown();
                  end.await();
                } catch (Exception ended) {
                  // with the test
                }
              }));
    }
    inside.await();
    return () -> {
      end.countDown();
      for (Thread thread : threads) {
        Eventually.holds(() -> !thread.isAlive());
      }
    };
  }

  @BeforeAll
  static void stopOne() {
    names = TestNamespace.name("neighbour");
    for (Kind kind : Kind.values()) {
      kind.at(names + kind).create().close();
    }
    stopped = Child.java(Neighbour.class, names).standBy();
    stopped.await("keeps");
    stopped.signal("STOP");
  }

  @AfterAll
  static void delete() {
    stopped.close();
    for (Kind kind : Kind.values()) {
      Mailbox.delete(names + kind);
    }
  }

  @ParameterizedTest
  @EnumSource
  void another_thread_inside_holds_no_call_up(Kind kind) throws Exception {
    String name = TestNamespace.name("own");
    try (Mailbox box = kind.at(name).create();
        Kept _ = keep(box, kind)) {
      measure(box);
    } finally {
      Mailbox.delete(name);
    }
  }

  /// A pair's third is refused, so nobody is beside a stopped process there.
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PAIR")
  void a_stopped_process_holds_no_call_up(Kind kind) throws Exception {
    try (Mailbox box = Mailbox.named(names + kind).listening().open()) {
      measure(box);
    }
  }

  private static void measure(Mailbox box) throws Exception {
    for (Map.Entry<String, Call> call : NOW.entrySet()) {
      measure(box, Duration.ZERO, call);
    }
    for (Map.Entry<String, Call> call : WITHIN.entrySet()) {
      measure(box, LIMIT, call);
    }
  }

  private static void measure(Mailbox box, Duration limit, Map.Entry<String, Call> call)
      throws Exception {
    try {
      Bound.holds(
          limit.plus(SOON),
          () -> {
            Stopwatch watch = Stopwatch.start();
            try {
              call.getValue().on(box);
            } catch (UnsupportedOperationException | IllegalArgumentException hasNoSuchCall) {
              // which takes no time either
            }
            return watch.stop();
          });
    } catch (AssertionError tooLong) {
      throw new AssertionError(call.getKey() + " at " + box, tooLong);
    }
  }

  /// What is measured is every call that has a form without waiting or with a limit.
  @Test
  void no_call_is_left_out() {
    List<String> forms =
        Arrays.stream(Mailbox.class.getMethods())
            .filter(method ->
                method.getName().startsWith("try")
                    || List.of(method.getParameterTypes()).contains(Duration.class))
            .map(Method::getName)
            .distinct()
            .toList();
    List<String> measured = new ArrayList<>(NOW.keySet());
    measured.addAll(WITHIN.keySet());
    assertThat(measured).containsAll(forms);
  }
}
