// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.raw.Steps;
import dure.sync.OwnedLock;
import dure.sync.SharedBarrier;
import dure.sync.SharedCondition;
import dure.sync.SharedEvent;
import dure.sync.SharedLock;
import dure.sync.SharedReadWriteLock;
import dure.sync.SharedSemaphore;
import dure.sync.SpinLock;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process is killed at each step of taking, giving back and repairing locks, and at those of the
/// other primitives: nobody hangs, and the next holder of a lock is told exactly when it matters.
@SuppressWarnings("LockNotBeforeTry") // locks are what is tested
class KillAtLockTest {
  private static final Duration LONG = Child.PATIENCE;
  private static final String SLEEPER = "sleeper";

  private final AtomicInteger repairs = new AtomicInteger();
  private LockScene scene;
  private SharedLock lock;

  @BeforeEach
  void map() throws Exception {
    scene = new LockScene();
    lock = SharedLock.at(scene.memory, LockScene.LOCK, repairs::incrementAndGet);
  }

  @AfterEach
  void unmap() throws Exception {
    scene.close();
  }

  private void checkRepaired(OwnedLock any, int times) throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      assertThat(any.tryLock(LONG)).isTrue();
      any.unlock();
    }
    assertThat(repairs).hasValue(times);
  }

  /// A task of a thread that sleeps in it when this returns.
  private static <T> CompletableFuture<T> asleep(Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          Thread.currentThread().setName(SLEEPER); // from within, so that the kernel knows it too
          try {
            result.complete(task.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    Eventually.holds(KillAtLockTest::sleeperSleeps);
    assertThat(result).isNotDone();
    return result;
  }

  private static boolean sleeperSleeps() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      return threads.anyMatch(thread -> stat(thread).contains("(" + SLEEPER + ") S"));
    }
  }

  private static String stat(Path thread) {
    try {
      return Files.readString(thread.resolve("stat"));
    } catch (IOException ended) {
      return "";
    }
  }

  private static <T> T get(CompletableFuture<T> result) throws Exception {
    return result.get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(ints = {Steps.LOCK_TAKEN, Steps.LOCK_NOTED, Steps.LOCK_LEAVING})
  void killed_with_the_lock_in_its_name_it_is_mourned_once(int step) throws Exception {
    scene.dies(step, "arm through");
    checkRepaired(lock, 1);
    scene.dies(step, "arm spin");
    checkRepaired(SpinLock.at(scene.memory, LockScene.SPIN, repairs::incrementAndGet), 2);
  }

  @Test
  void killed_after_it_gave_the_lock_back_nobody_is_told_and_a_sleeper_wakes() throws Exception {
    Child victim = scene.victim(Steps.LOCK_FREED, "lock wait arm unlock");
    victim.await("waits");
    CompletableFuture<Boolean> sleeper =
        asleep(() -> {
          lock.lock();
          lock.unlock();
          return true;
        });
    victim.tell("");
    scene.kill(victim, Steps.LOCK_FREED);
    assertThat(get(sleeper)).isTrue();
    checkRepaired(lock, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {Steps.LOCK_TAKEN_OVER, Steps.LOCK_REPAIRED})
  void killed_while_it_repairs_the_next_one_repairs(int step) throws Exception {
    scene.dies(Steps.LOCK_NOTED, "arm lock");
    scene.dies(step, "arm through");
    checkRepaired(lock, 1);
  }

  @Test
  void killed_at_a_condition_with_the_lock_it_is_mourned() throws Exception {
    scene.dies(Steps.AWAIT_ANNOUNCED, "arm await");
    checkRepaired(lock, 1);
  }

  @Test
  void killed_at_a_condition_without_the_lock_it_takes_no_signal_along() throws Exception {
    SharedCondition condition = lock.newCondition();
    scene.dies(Steps.AWAIT_RELEASED, "arm await");
    boolean[] signalled = new boolean[1];
    CompletableFuture<Boolean> sleeper =
        asleep(() -> {
          lock.lock();
          try {
            while (!signalled[0]) {
              condition.await();
            }
            return true;
          } finally {
            lock.unlock();
          }
        });
    lock.lock();
    signalled[0] = true;
    condition.signal();
    lock.unlock();
    assertThat(get(sleeper)).isTrue();
    assertThat(repairs).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {Steps.READ_SLOT_TAKEN, Steps.READ_COUNTED, Steps.READ_UNCOUNTED})
  void a_killed_reader_is_forgotten(int step) throws Exception {
    scene.dies(step, "arm read");
    checkReadWrite();
  }

  private void checkReadWrite() throws InterruptedException {
    SharedReadWriteLock readWrite =
        SharedReadWriteLock.at(scene.memory, LockScene.READ_WRITE, repairs::incrementAndGet);
    assertThat(readWrite.writeLock().tryLock(LONG)).isTrue();
    readWrite.writeLock().unlock();
    assertThat(readWrite.readLock().tryLock(LONG)).isTrue();
    readWrite.readLock().unlock();
    assertThat(repairs).hasValue(0);
  }

  @Test
  void killed_while_it_empties_the_slot_of_a_dead_reader_another_does() throws Exception {
    scene.dies(Steps.READ_COUNTED, "arm read");
    scene.dies(Steps.READ_SLOT_SEIZED, "arm write");
    checkReadWrite();
  }

  @Test
  void killed_before_it_could_write_nobody_is_told() throws Exception {
    scene.dies(Steps.WRITE_CLAIMED, "arm write");
    SharedReadWriteLock readWrite =
        SharedReadWriteLock.at(scene.memory, LockScene.READ_WRITE, repairs::incrementAndGet);
    assertThat(readWrite.readLock().tryLock(LONG)).isTrue();
    readWrite.readLock().unlock();
    scene.dies(Steps.WRITE_CLAIMED, "arm write");
    checkReadWrite();
  }

  @Test
  void a_permit_that_was_given_wakes_a_sleeper_whatever_becomes_of_the_giver() throws Exception {
    SharedSemaphore semaphore = SharedSemaphore.at(scene.memory, LockScene.SEMAPHORE);
    CompletableFuture<Boolean> sleeper = asleep(() -> semaphore.acquire(LONG));
    scene.dies(Steps.PERMIT_GIVEN, "arm release");
    assertThat(get(sleeper)).isTrue();
    assertThat(semaphore.permits()).isZero();
  }

  @Test
  void an_event_that_was_raised_wakes_a_sleeper_whatever_becomes_of_who_raised_it()
      throws Exception {
    SharedEvent event = SharedEvent.at(scene.memory, LockScene.EVENT);
    CompletableFuture<Long> sleeper = asleep(() -> event.await(0));
    scene.dies(Steps.EVENT_RAISED, "arm raise");
    assertThat(get(sleeper)).isEqualTo(1);
  }

  @Test
  void a_party_killed_before_it_arrived_breaks_the_barrier() throws Exception {
    SharedBarrier barrier = SharedBarrier.create(scene.memory, LockScene.BARRIER, 2);
    scene.dies(Steps.PARTY_JOINED, "arm arrive");
    assertThatThrownBy(() -> barrier.await(LONG)).isInstanceOf(BrokenBarrierException.class);
  }

  @Test
  void a_party_killed_after_it_arrived_has_arrived() throws Exception {
    SharedBarrier barrier = SharedBarrier.create(scene.memory, LockScene.BARRIER, 2);
    scene.dies(Steps.PARTY_ARRIVED, "arm arrive");
    assertThat(barrier.await(LONG)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {Steps.PARTY_ARRIVED, Steps.BARRIER_TRIPPED})
  void who_waits_goes_on_when_the_last_to_come_is_killed_there(int step) throws Exception {
    SharedBarrier barrier = SharedBarrier.create(scene.memory, LockScene.BARRIER, 2);
    CompletableFuture<Boolean> sleeper = asleep(() -> barrier.await(LONG));
    scene.dies(step, "arm arrive");
    assertThat(get(sleeper)).isTrue();
  }
}
