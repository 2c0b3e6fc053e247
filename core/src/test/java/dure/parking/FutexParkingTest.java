// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dure.file.Mapping;
import dure.file.SharedFile;
import dure.raw.Words;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Sleeping on a word of shared memory, by either kind of thread: what ends a sleep, and what does
/// not.
class FutexParkingTest {
  private static final long PAGE = 4096;
  private static final long SHORT = MILLISECONDS.toNanos(30);
  private static final long LONG = Child.PATIENCE.toNanos();

  private final String name = TestNamespace.name("test");
  private SharedFile file;
  private Mapping mapping;
  private Parking parking;
  private long word;

  @BeforeEach
  void map_a_file() {
    file = SharedFile.create(name, PAGE, 0600, "", unfinished -> {});
    mapping = Mapping.of(file, PAGE, true);
    parking = new FutexParking(mapping);
    word = mapping.address() + 64;
  }

  @AfterEach
  void remove_it() {
    mapping.close();
    file.unlink();
    file.close();
  }

  @Test
  void a_sleep_ends_when_its_time_is_over() throws InterruptedException {
    forEachKind(builder -> {
      Sleep sleep = new Sleep(builder, SHORT);
      sleep.awaitEnd();
      assertThat(sleep.nanos()).isBetween(SHORT, LONG);
      new Sleep(builder, 0).awaitEnd();
      new Sleep(builder, -1).awaitEnd();
      new Sleep(builder, Long.MIN_VALUE).awaitEnd();
    });
  }

  @Test
  void there_is_no_sleep_if_the_word_has_changed() throws InterruptedException {
    Words.intVolatile(word, 1);
    forEachKind(builder -> new Sleep(builder, Long.MAX_VALUE).awaitEnd());
  }

  @Test
  void a_sleep_ends_when_woken_whether_or_not_the_word_has_changed() throws InterruptedException {
    forEachKind(builder -> {
      Sleep sleep = new Sleep(builder, Long.MAX_VALUE);
      wakeUntil(sleep::hasEnded);
      sleep.awaitEnd();
    });
  }

  @Test
  void all_who_sleep_on_a_word_are_woken_and_nobody_else() throws InterruptedException {
    List<Sleep> sleeps = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sleeps.add(new Sleep(Thread.ofVirtual(), LONG));
      sleeps.add(new Sleep(Thread.ofPlatform(), LONG));
    }
    Sleep other = new Sleep(Thread.ofVirtual(), word + 64, LONG);
    Sleep otherKind = new Sleep(Thread.ofPlatform(), word + 64, LONG);
    wakeUntil(() -> sleeps.stream().allMatch(Sleep::hasEnded));
    assertThat(other.hasEnded()).isFalse();
    assertThat(otherKind.hasEnded()).isFalse();
    word += 64;
    wakeUntil(() -> other.hasEnded() && otherKind.hasEnded());
    for (Sleep sleep : sleeps) {
      sleep.awaitEnd();
    }
    other.awaitEnd();
    otherKind.awaitEnd();
  }

  @Test
  void an_interrupt_ends_a_virtual_threads_sleep_at_once_and_is_kept() throws InterruptedException {
    Sleep sleep = new Sleep(Thread.ofVirtual(), Long.MAX_VALUE);
    sleep.awaitAsleep();
    sleep.thread.interrupt();
    sleep.awaitEnd();
    assertThat(sleep.wasInterrupted).isTrue();
  }

  @Test
  void one_who_is_interrupted_does_not_go_to_sleep() throws InterruptedException {
    forEachKind(builder -> {
      Sleep sleep = new Sleep(builder, () -> Thread.currentThread().interrupt());
      sleep.awaitEnd();
      assertThat(sleep.wasInterrupted).isTrue();
    });
  }

  @Test
  void sleepers_of_both_kinds_are_woken_by_another_process() throws InterruptedException {
    List<Sleep> sleeps =
        List.of(new Sleep(Thread.ofVirtual(), LONG), new Sleep(Thread.ofPlatform(), LONG));
    for (Sleep sleep : sleeps) {
      sleep.awaitAsleep();
    }
    try (Child waker = Child.java(Waker.class, name, "64")) {
      for (Sleep sleep : sleeps) {
        sleep.awaitEnd();
      }
      waker.awaitSuccess();
    }
  }

  @Test
  void more_than_one_watch_can_hold_are_woken() throws InterruptedException {
    AtomicInteger ended = new AtomicInteger();
    List<Thread> sleepers = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      long own = mapping.address() + 4L * i;
      sleepers.add(
          Thread.ofVirtual()
              .start(() -> {
                parking.park(own, 0, LONG);
                ended.incrementAndGet();
              }));
    }
    Eventually.holds(() -> sleepers.stream().allMatch(FutexParkingTest::isAsleep));
    assertThat(ended).hasValue(0);
    assertThat(watches()).isEqualTo(3);
    for (int i = 0; i < 300; i++) {
      Words.intVolatile(mapping.address() + 4L * i, 1);
      parking.unparkAll(mapping.address() + 4L * i);
    }
    for (Thread sleeper : sleepers) {
      sleeper.join();
    }
  }

  @Test
  void a_watch_goes_when_it_has_had_nobody_for_a_while() throws InterruptedException {
    new Sleep(Thread.ofVirtual(), SHORT).awaitEnd();
    assertThat(watches()).isPositive();
    Eventually.holds(() -> watches() == 0);
    new Sleep(Thread.ofVirtual(), SHORT).awaitEnd();
    assertThat(watches()).isOne();
  }

  @Test
  void the_barrier_reaches_this_process() {
    assertThat(parking.barrier()).isTrue();
  }

  private static long watches() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("dure-night-watch"))
        .count();
  }

  private static boolean isAsleep(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING
        || thread.getState() == Thread.State.WAITING;
  }

  private void wakeUntil(BooleanSupplier condition) {
    Eventually.holds(() -> {
      parking.unparkAll(word);
      return condition.getAsBoolean();
    });
  }

  /// What is the same for both kinds of thread.
  private interface OneKind {
    void test(Thread.Builder builder) throws InterruptedException;
  }

  private static void forEachKind(OneKind test) throws InterruptedException {
    test.test(Thread.ofPlatform());
    test.test(Thread.ofVirtual());
  }

  /// A thread that sleeps once on a word while it is zero.
  private final class Sleep {
    final Thread thread;
    private volatile long began;
    private volatile long ended;
    volatile boolean wasInterrupted;

    Sleep(Thread.Builder builder, long nanos) {
      this(builder, word, nanos);
    }

    Sleep(Thread.Builder builder, long address, long nanos) {
      thread = builder.start(() -> sleep(address, nanos));
    }

    Sleep(Thread.Builder builder, Runnable before) {
      thread =
          builder.start(() -> {
            before.run();
            sleep(word, Long.MAX_VALUE);
          });
    }

    private void sleep(long address, long nanos) {
      began = System.nanoTime();
      parking.park(address, 0, nanos);
      ended = System.nanoTime();
      wasInterrupted = Thread.currentThread().isInterrupted();
    }

    void awaitAsleep() {
      Eventually.holds(() -> began != 0 && (!thread.isVirtual() || isAsleep(thread)));
    }

    boolean hasEnded() {
      return ended != 0;
    }

    long nanos() {
      return ended - began;
    }

    void awaitEnd() throws InterruptedException {
      assertThat(thread.join(Child.PATIENCE)).as("has ended").isTrue();
      assertThat(hasEnded()).isTrue();
    }
  }
}
