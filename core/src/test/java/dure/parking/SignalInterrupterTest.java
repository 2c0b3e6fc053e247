// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import static org.assertj.core.api.Assertions.assertThat;

import dure.linux.Errno;
import dure.linux.Inside;
import dure.linux.SystemVQueues;
import dure.testkit.Bound;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.ProcessorTime;
import dure.testkit.SystemVKeys;
import dure.testkit.Volume;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls that wait in the kernel for as long as it takes end when they are to, and lose nothing.
class SignalInterrupterTest {
  private static final long FOR_EVER = Long.MAX_VALUE;
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final long INTERRUPTED = -Errno.EINTR.number();
  private static final int MESSAGES = Volume.of(20_000);
  private static final int MANY = 100;

  private final int queue =
      SystemVQueues.get(
          (int) (long) Long.decode(SystemVKeys.next()),
          SystemVQueues.IPC_CREAT | SystemVQueues.IPC_EXCL | 0600);

  private final AtomicLong result = new AtomicLong(Long.MIN_VALUE);
  private final AtomicBoolean reasonGone = new AtomicBoolean();

  @BeforeEach
  void itIsThere() {
    assertThat(queue).isNotNegative();
  }

  @AfterEach
  void removeIt() {
    SystemVQueues.remove(queue);
  }

  private static Thread thread(boolean virtual, Runnable task) {
    return virtual ? Thread.startVirtualThread(task) : Thread.ofPlatform().start(task);
  }

  /// Receives a number: it, or −errno.
  private long receive(MemorySegment buffer, long nanos) {
    long got =
        SignalInterrupter.during(
            nanos, reasonGone::get, () -> SystemVQueues.receive(queue, buffer.address(), 8, 0, 0));
    return got < 0 ? got : buffer.get(ValueLayout.JAVA_LONG, SystemVQueues.TEXT);
  }

  private long send(MemorySegment buffer, long number, long nanos) {
    buffer.set(ValueLayout.JAVA_LONG, 0, 1);
    buffer.set(ValueLayout.JAVA_LONG, SystemVQueues.TEXT, number);
    return SignalInterrupter.during(
        nanos, reasonGone::get, () -> SystemVQueues.send(queue, buffer.address(), 8, 0));
  }

  private void receiveForEver() {
    try (Arena arena = Arena.ofShared()) {
      result.set(receive(arena.allocate(16), FOR_EVER));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_wait_ends_when_its_time_is_over(boolean virtual) throws Exception {
    long began = System.nanoTime();
    Thread waiter =
        thread(
            virtual,
            () -> {
              try (Arena arena = Arena.ofShared()) {
                result.set(receive(arena.allocate(16), SHORT.toNanos()));
              }
            });
    waiter.join();
    assertThat(result).hasValue(INTERRUPTED);
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(SHORT.toNanos());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_wait_ends_when_its_thread_is_interrupted_and_the_status_is_kept(boolean virtual)
      throws Exception {
    AtomicBoolean kept = new AtomicBoolean();
    Thread waiter =
        thread(
            virtual,
            () -> {
              receiveForEver();
              kept.set(Thread.currentThread().isInterrupted());
            });
    awaitInKernel(1);
    waiter.interrupt();
    assertThat(waiter.join(Child.PATIENCE)).isTrue();
    assertThat(result).hasValue(INTERRUPTED);
    assertThat(kept).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_wait_ends_when_its_reason_is_gone(boolean virtual) throws Exception {
    Thread waiter = thread(virtual, this::receiveForEver);
    awaitInKernel(1);
    reasonGone.set(true);
    assertThat(waiter.join(Child.PATIENCE)).isTrue();
    assertThat(result).hasValue(INTERRUPTED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void what_the_call_waits_for_ends_it_at_once(boolean virtual) throws Exception {
    Thread waiter = thread(virtual, this::receiveForEver);
    awaitInKernel(1);
    try (Arena arena = Arena.ofShared()) {
      assertThat(send(arena.allocate(16), 42, FOR_EVER)).isZero();
    }
    assertThat(waiter.join(Child.PATIENCE)).isTrue();
    assertThat(result).hasValue(42);
  }

  @Test
  void a_call_whose_end_has_come_is_not_made() {
    reasonGone.set(true);
    assertThat(SignalInterrupter.during(FOR_EVER, reasonGone::get, () -> 7)).isEqualTo(INTERRUPTED);
    assertThat(SignalInterrupter.during(0, () -> false, () -> 7)).isEqualTo(INTERRUPTED);
    Thread.currentThread().interrupt();
    assertThat(SignalInterrupter.during(FOR_EVER, () -> false, () -> 7)).isEqualTo(INTERRUPTED);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(SignalInterrupter.during(FOR_EVER, () -> false, () -> 7)).isEqualTo(7);
  }

  /// The signal strikes before the thread has entered the kernel, again and again.
  @Test
  void a_thread_that_is_slow_to_enter_the_kernel_does_not_wait_on() {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment buffer = arena.allocate(16);
      for (int i = 0; i < 20; i++) {
        int late = i;
        long got =
            SignalInterrupter.during(
                100_000L,
                () -> false,
                () -> {
                  long until = System.nanoTime() + late * 1_000_000L;
                  while (System.nanoTime() - until < 0) {
                    Thread.onSpinWait();
                  }
                  return SystemVQueues.receive(queue, buffer.address(), 8, 0, 0);
                });
        assertThat(got).isEqualTo(INTERRUPTED);
      }
    }
  }

  @Test
  void many_virtual_threads_wait_and_no_carrier_does() throws Exception {
    List<Thread> waiters = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      waiters.add(Thread.startVirtualThread(this::receiveForEver));
    }
    awaitInKernel(MANY);
    Thread free = Thread.startVirtualThread(Thread::yield);
    assertThat(free.join(Child.PATIENCE)).as("a carrier is free").isTrue();
    SystemVQueues.remove(queue);
    for (Thread waiter : waiters) {
      assertThat(waiter.join(Child.PATIENCE)).isTrue();
    }
    assertThat(result).hasValue(-Errno.EIDRM.number());
  }

  @Test
  void waiting_takes_no_processor_time() throws Exception {
    List<Thread> waiters = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      waiters.add(thread(i % 2 == 0, this::receiveForEver));
    }
    awaitInKernel(10);
    Bound.holds(
        Duration.ofMillis(200),
        () -> ProcessorTime.perSecond(ProcessHandle.current().pid(), Duration.ofSeconds(1)));
    reasonGone.set(true);
    for (Thread waiter : waiters) {
      waiter.join();
    }
  }

  /// Waits until so many threads of this process are inside `msgrcv`.
  private static void awaitInKernel(int count) {
    Eventually.holds(() -> Inside.msgrcv() == count);
  }

  /// Deadlines so short that a nudge and a message meet all the time, at both ends, while another
  /// thread makes garbage and has it collected.
  @Test
  void no_message_is_lost_or_doubled_when_nudges_and_messages_meet() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicLong nudges = new AtomicLong();
    Thread collector =
        Thread.ofPlatform()
            .start(() -> {
              while (!done.get()) {
                System.gc();
              }
            });
    Thread sender = Thread.ofPlatform().start(() -> sendAll(nudges));
    long expected = 0;
    try (Arena arena = Arena.ofShared()) {
      MemorySegment buffer = arena.allocate(16);
      while (expected < MESSAGES) {
        long got = receive(buffer, shortly());
        if (got == INTERRUPTED) {
          nudges.incrementAndGet();
        } else {
          assertThat(got).isEqualTo(expected);
          expected++;
        }
      }
      sender.join();
      assertThat(receive(buffer, 1_000_000L)).isEqualTo(INTERRUPTED);
    }
    done.set(true);
    collector.join();
    assertThat(nudges).hasPositiveValue();
  }

  private void sendAll(AtomicLong nudges) {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment buffer = arena.allocate(16);
      for (long i = 0; i < MESSAGES; ) {
        long sent = send(buffer, i, shortly());
        if (sent == INTERRUPTED) {
          nudges.incrementAndGet();
        } else {
          assertThat(sent).isZero();
          i++;
        }
      }
    }
  }

  private static long shortly() {
    return ThreadLocalRandom.current().nextLong(1, 100_000);
  }
}
