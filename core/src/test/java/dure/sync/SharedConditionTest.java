// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.AbandonedLockException;
import dure.testkit.AsyncCall;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Conditions reach across processes, and forget nobody.
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // locks are what is tested
class SharedConditionTest {
  private static final int TURN = 0;
  private static final int ROUNDS = 2_000;

  private TestRegion region;
  private SharedLock lock;
  private SharedCondition condition;

  @BeforeEach
  void map() {
    region = new TestRegion();
    lock = SharedLock.at(region.memory, TestRegion.PRIMITIVE);
    condition = lock.newCondition();
  }

  @AfterEach
  void unmap() {
    region.close();
  }

  /// Waits for its turn and gives it to the other, in every round.
  static final class PingPong {
    public static void main(String[] arguments) throws IOException, InterruptedException {
      MemorySegment memory = TestRegion.map(arguments[0]);
      int me = Integer.parseInt(arguments[1]);
      SharedLock lock = SharedLock.at(memory, TestRegion.PRIMITIVE);
      SharedCondition[] turns = {lock.newCondition(), lock.newCondition()};
      for (int i = 0; i < ROUNDS; i++) {
        lock.lock();
        try {
          while (TestRegion.number(memory, TURN) != me) {
            turns[me].await();
          }
          TestRegion.number(memory, TURN, 1 - me);
          turns[1 - me].signal();
        } finally {
          lock.unlock();
        }
      }
      System.out.println("played " + ROUNDS);
    }
  }

  @Test
  void two_processes_take_turns() {
    try (Child ping = Child.java(PingPong.class, region.file.toString(), "0");
        Child pong = Child.java(PingPong.class, region.file.toString(), "1")) {
      assertThat(ping.await("played")).isEqualTo("" + ROUNDS);
      assertThat(pong.await("played")).isEqualTo("" + ROUNDS);
    }
  }

  private Child waiting() {
    Child child = Child.java(LockPlayer.class, region.file.toString(), "lock");
    child.await("ready");
    child.tell("lock");
    child.await("lock:");
    child.tell("await");
    child.await("awaits");
    lock.lock(); // it has given the lock up, so it waits
    lock.unlock();
    return child;
  }

  private void signal() {
    lock.lock();
    condition.signal();
    lock.unlock();
  }

  @Test
  void a_signal_is_not_lost_with_the_one_it_woke() {
    try (Child first = waiting();
        Child second = waiting()) {
      first.signal("STOP");
      second.signal("STOP");
      signal();
      first.kill();
      second.signal("CONT");
      assertThat(second.await("await:")).isEqualTo("done");
    }
  }

  @Test
  void a_signal_that_a_killed_holder_owed_is_made_up_for() throws Exception {
    AtomicInteger repairs = new AtomicInteger();
    SharedLock repaired =
        SharedLock.at(region.memory, TestRegion.PRIMITIVE, repairs::incrementAndGet);
    SharedCondition[] conditions = {repaired.newCondition(), repaired.newCondition()};
    CountDownLatch in = new CountDownLatch(2);
    CountDownLatch out = new CountDownLatch(2);
    for (SharedCondition each : conditions) {
      Thread.ofVirtual()
          .start(() -> {
            repaired.lock();
            in.countDown();
            while (region.number(1) == 0) {
              each.awaitUninterruptibly();
            }
            repaired.unlock();
            out.countDown();
          });
    }
    assertThat(in.await(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    try (Child holder = Child.java(LockPlayer.class, region.file.toString(), "lock")) {
      holder.tell("lock");
      holder.await("lock:");
      TestRegion.number(region.memory, 1, 1);
      holder.kill();
    }
    assertThat(out.await(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(repairs).hasValue(1);
  }

  @Test
  void one_that_is_killed_while_it_waits_leaves_nothing_abandoned() {
    try (Child waits = waiting()) {
      waits.kill();
    }
    assertThat(lock.tryLock()).isTrue();
    lock.unlock();
  }

  @Test
  void a_wait_ends_after_its_time_and_the_lock_is_held_as_often_as_before() throws Exception {
    lock.lock();
    lock.lock();
    long began = System.nanoTime();
    assertThat(condition.await(Duration.ofMillis(60))).isFalse();
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(60_000_000);
    assertThat(condition.await(1, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(condition.awaitNanos(1_000)).isNotPositive();
    assertThat(condition.awaitUntil(Date.from(Instant.now().plusMillis(5)))).isFalse();
    lock.unlock();
    assertThat(lock.isHeldByCurrentThread()).isTrue();
    lock.unlock();
    assertThat(lock.isHeldByCurrentThread()).isFalse();
  }

  @Test
  void an_interrupt_ends_a_wait_that_says_so_with_the_lock_held() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AsyncCall<Boolean> ended =
        AsyncCall.start(() -> {
          lock.lock();
          try {
            while (true) {
              condition.await();
            }
          } catch (InterruptedException e) {
            return lock.isHeldByCurrentThread();
          } finally {
            lock.unlock();
          }
        });
    AsyncCall<Boolean> kept =
        AsyncCall.start(
            true,
            () -> {
              lock.lock();
              while (!over.get()) {
                condition.awaitUninterruptibly();
              }
              lock.unlock();
              return Thread.currentThread().isInterrupted();
            });
    ended.awaitAsleep();
    kept.awaitAsleep();
    ended.interrupt();
    kept.interrupt();
    assertThat(ended.result()).as("held the lock").isTrue();
    kept.awaitAsleep();
    over.set(true);
    signal();
    assertThat(kept.result()).as("interrupted").isTrue();
  }

  @Test
  void virtual_threads_wait_in_thousands() throws Exception {
    int many = 1_000;
    CountDownLatch in = new CountDownLatch(many);
    CountDownLatch out = new CountDownLatch(many);
    AtomicBoolean over = new AtomicBoolean();
    for (int i = 0; i < many; i++) {
      Thread.ofVirtual()
          .start(() -> {
            lock.lock();
            in.countDown();
            while (!over.get()) {
              condition.awaitUninterruptibly();
            }
            lock.unlock();
            out.countDown();
          });
    }
    assertThat(in.await(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    CompletableFuture<String> other = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> other.complete("ran"));
    assertThat(Eventually.result(other)).isEqualTo("ran");
    lock.lock();
    over.set(true);
    condition.signalAll();
    lock.unlock();
    assertThat(out.await(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void only_the_holder_waits_or_signals() {
    assertThatThrownBy(condition::signal).isInstanceOf(IllegalMonitorStateException.class);
    assertThatThrownBy(condition::signalAll).isInstanceOf(IllegalMonitorStateException.class);
    assertThatThrownBy(
            () -> {
              while (!Thread.interrupted()) {
                condition.await();
              }
            })
        .isInstanceOf(IllegalMonitorStateException.class);
  }

  @Test
  void a_lock_has_eight_conditions_and_more_elsewhere() {
    for (int i = 1; i < SharedLock.CONDITIONS; i++) {
      lock.newCondition();
    }
    assertThatThrownBy(lock::newCondition)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("SharedCondition.at");
    SharedCondition more = SharedCondition.at(region.memory, 1024, lock);
    lock.lock();
    more.signal();
    lock.unlock();
  }

  @Test
  void a_lock_abandoned_meanwhile_ends_the_wait_with_the_lock_held() throws Exception {
    AtomicInteger repairs = new AtomicInteger();
    AtomicBoolean nested = new AtomicBoolean();
    CompletableFuture<String> told = new CompletableFuture<>();
    CountDownLatch in = new CountDownLatch(1);
    Thread waits =
        Thread.ofPlatform()
            .start(() -> {
              lock.lock();
              try {
                in.countDown();
                while (true) {
                  condition.awaitUninterruptibly();
                }
              } catch (AbandonedLockException e) {
                told.complete("held " + lock.isHeldByCurrentThread());
                nested.set(lock.recover(repairs::incrementAndGet));
              } finally {
                lock.unlock();
              }
            });
    assertThat(in.await(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    signalAndDie();
    assertThat(Eventually.result(told)).isEqualTo("held true");
    waits.join();
    assertThat(nested).isTrue();
    assertThat(lock.recover(repairs::incrementAndGet)).isFalse();
    assertThat(repairs).hasValue(1);
  }

  private void signalAndDie() {
    try (Child dies = Child.java(LockPlayer.class, region.file.toString(), "lock")) {
      dies.tell("lock");
      dies.await("lock:");
      dies.tell("signal");
      dies.await("signal:");
      dies.kill();
    }
  }
}
