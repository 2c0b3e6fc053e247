// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import static org.assertj.core.api.Assertions.assertThat;

import dure.linux.EventFd;
import dure.linux.Files;
import dure.testkit.Asleep;
import dure.testkit.Child;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Waiting for descriptors, on threads of the platform and on virtual ones.
class ReadinessTest {
  private static final long LONG = Child.PATIENCE.toNanos();
  private static final int MANY = 200;

  private final int bell = EventFd.make();

  @AfterEach
  void closeIt() {
    Files.close(bell);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_thread_wakes_when_there_is_something_to_read(boolean virtual) throws Exception {
    Thread waiter = thread(virtual, () -> Readiness.awaitInput(bell, LONG));
    Asleep.await(waiter);
    EventFd.ring(bell);
    assertThat(waiter.join(Child.PATIENCE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_wait_ends_when_its_time_is_over(boolean virtual) throws Exception {
    long began = System.nanoTime();
    Thread waiter = thread(virtual, () -> Readiness.awaitInput(bell, 50_000_000L));
    assertThat(waiter.join(Child.PATIENCE)).isTrue();
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(50_000_000L);
    thread(virtual, () -> Readiness.awaitRoom(bell, LONG)).join(); // an event counter has room
  }

  @Test
  void many_virtual_threads_wait_and_no_carrier_does() throws Exception {
    CountDownLatch woken = new CountDownLatch(MANY);
    List<Thread> waiters = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      waiters.add(
          thread(
              true,
              () -> {
                Readiness.awaitInput(bell, LONG);
                woken.countDown();
              }));
    }
    Thread free = thread(true, Thread::yield);
    assertThat(free.join(Child.PATIENCE)).as("a carrier is free").isTrue();
    assertThat(woken.getCount()).isEqualTo(MANY);
    EventFd.ring(bell);
    assertThat(woken.await(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    for (Thread waiter : waiters) {
      waiter.join();
    }
  }

  @Test
  void interruption_ends_a_virtual_threads_wait() throws Exception {
    Thread waiter = thread(true, () -> Readiness.awaitInput(bell, LONG));
    waiter.interrupt();
    assertThat(waiter.join(Child.PATIENCE)).isTrue();
  }

  @Test
  void a_substitute_calls_in_the_place_of_a_virtual_thread() throws Exception {
    List<Boolean> virtual = new ArrayList<>();
    Thread caller =
        thread(
            true, () -> virtual.add(BlockingPool.call(() -> Thread.currentThread().isVirtual())));
    caller.join();
    assertThat(virtual).containsExactly(false);
    Thread me = Thread.currentThread();
    assertThat(BlockingPool.call(Thread::currentThread)).isSameAs(me);
  }

  private static Thread thread(boolean virtual, Runnable task) {
    return virtual ? Thread.startVirtualThread(task) : Thread.ofPlatform().daemon().start(task);
  }
}
