// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.AbandonedLockException;
import dure.DamagedObjectException;
import dure.testkit.AsyncCall;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What all locks promise: one at a time, and the death of a holder is told to the next.
@SuppressWarnings("LockNotBeforeTry") // locks are what is tested
class OwnedLockTest {
  // LECTURE: 3

  private static final Duration SHORT = Duration.ofMillis(120);

  private TestRegion region;

  @BeforeEach
  void map() {
    region = new TestRegion();
  }

  @AfterEach
  void unmap() {
    region.close();
  }

  private OwnedLock lock(String kind) {
    return (OwnedLock) LockPlayer.lock(kind, region.memory, null);
  }

  private Child player(String kind) {
    Child child = Child.java(LockPlayer.class, region.file.toString(), kind);
    child.await("ready");
    return child;
  }

  private static String ask(Child player, String line) {
    player.tell(line);
    return player.await(line + ":");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spin", "lock", "write"})
  void processes_exclude_each_other_under_load(String kind) {
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      children.add(Child.java(LoadRole.class, region.file.toString(), kind, "20000"));
    }
    children.forEach(Child::awaitSuccess);
    assertThat(region.number(LoadRole.FIRST)).isEqualTo(60_000);
    assertThat(region.number(LoadRole.SECOND)).isEqualTo(60_000);
    assertThat(region.number(LoadRole.UNEQUAL)).isZero();
    assertThat(region.number(LoadRole.REPAIRS)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spin", "lock", "write"})
  void on_one_processor_too(String kind) throws Exception {
    String allowed =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("Cpus_allowed_list:"))
            .map(line -> line.replaceFirst("\\D+(\\d+).*", "$1"))
            .findFirst()
            .orElseThrow();
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      children.add(
          Child.javaUnder(
              List.of("taskset", "-c", allowed),
              List.of(),
              LoadRole.class,
              region.file.toString(),
              kind,
              "5000"));
    }
    children.forEach(Child::awaitSuccess);
    assertThat(region.number(LoadRole.FIRST)).isEqualTo(10_000);
    assertThat(region.number(LoadRole.UNEQUAL)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spin", "lock", "write"})
  void killed_at_random_the_invariant_holds_and_nobody_hangs(String kind) {
    List<Child> children = new ArrayList<>();
    int kills = 8;
    for (int i = 0; i < 3 + kills; i++) {
      if (i >= 3) {
        children.get(i - 3).kill();
      }
      children.add(Child.java(LoadRole.class, region.file.toString(), kind, "0"));
      children.getLast().await("ready");
      long before = region.number(LoadRole.FIRST);
      Eventually.holds(() -> region.number(LoadRole.FIRST) > before + 100);
    }
    children.forEach(Child::close);
    OwnedLock lock =
        (OwnedLock) LockPlayer.lock(kind, region.memory, () -> LoadRole.repair(region.memory));
    lock.lock();
    lock.unlock();
    assertThat(region.number(LoadRole.FIRST)).isEqualTo(region.number(LoadRole.SECOND));
    assertThat(region.number(LoadRole.UNEQUAL)).isZero();
    assertThat(region.number(LoadRole.REPAIRS)).isBetween(0L, kills + 3L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spin", "lock", "write"})
  void a_killed_holder_is_told_to_everybody_until_somebody_repairs(String kind) throws Exception {
    OwnedLock lock = lock(kind);
    try (Child holder = player(kind);
        Child another = player(kind)) {
      assertThat(ask(holder, "lock")).isEqualTo("done");
      assertThat(lock.tryLock()).isFalse();
      assertThat(lock.tryLock(SHORT)).isFalse();
      holder.kill();
      assertThatThrownBy(lock::lock)
          .isInstanceOf(AbandonedLockException.class)
          .hasMessageContaining("recover");
      assertThat(lock.isHeldByCurrentThread()).isFalse();
      assertThatThrownBy(lock::tryLock).isInstanceOf(AbandonedLockException.class);
      assertThat(ask(another, "lock")).isEqualTo("abandoned");
      AtomicInteger repairs = new AtomicInteger();
      assertThatThrownBy(() ->
              lock.recover(() -> {
                repairs.incrementAndGet();
                throw new IllegalStateException("not today");
              }))
          .hasMessage("not today");
      assertThatThrownBy(lock::lock).isInstanceOf(AbandonedLockException.class);
      assertThat(lock.recover(repairs::incrementAndGet)).isTrue();
      assertThat(lock.recover(repairs::incrementAndGet)).isFalse();
      assertThat(repairs).hasValue(2);
      assertThat(ask(another, "lock")).isEqualTo("done");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"spin", "lock", "write"})
  void who_waits_is_told_too_and_a_named_repair_runs_before_it_has_the_lock(String kind)
      throws Exception {
    AtomicInteger repairs = new AtomicInteger();
    OwnedLock[] lock = new OwnedLock[1];
    lock[0] =
        (OwnedLock)
            LockPlayer.lock(
                kind,
                region.memory,
                () -> {
                  assertThat(lock[0].isHeldByCurrentThread()).isTrue();
                  repairs.incrementAndGet();
                });
    try (Child holder = player(kind)) {
      ask(holder, "lock");
      AsyncCall<Integer> waits =
          AsyncCall.start(() -> {
            lock[0].lock();
            lock[0].unlock();
            return repairs.get();
          });
      waits.awaitAsleep();
      holder.kill();
      assertThat(waits.result()).isEqualTo(1);
    }
    assertThat(lock[0].tryLock()).isTrue();
    assertThat(repairs).hasValue(1);
    lock[0].unlock();
  }

  @Test
  void fifty_holders_killed_are_fifty_repairs() {
    AtomicInteger repairs = new AtomicInteger();
    SharedLock lock = SharedLock.at(region.memory, TestRegion.PRIMITIVE, repairs::incrementAndGet);
    Child next = player("lock");
    for (int i = 1; i <= 50; i++) {
      try (Child holder = next) {
        assertThat(ask(holder, "lock")).isEqualTo("done");
        next = player("lock"); // starts while the other holds
        holder.kill();
        lock.lock();
        lock.unlock();
        lock.lock();
        lock.unlock();
        assertThat(repairs).hasValue(i);
      }
    }
    next.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spin", "lock", "write"})
  void one_who_is_killed_while_it_waits_changes_nothing(String kind) {
    OwnedLock lock = lock(kind);
    lock.lock();
    try (Child waits = player(kind);
        Child another = player(kind)) {
      waits.tell("lock");
      waits.awaitSleep();
      assertThat(waits.lineWithin(Duration.ZERO)).isNull();
      waits.kill();
      lock.unlock();
      assertThat(ask(another, "lock")).isEqualTo("done");
      assertThat(ask(another, "unlock")).isEqualTo("done");
      another.tell("lock");
      another.await("lock:");
      another.tell("unlock");
      another.await("unlock:");
    }
    assertThat(lock.tryLock()).isTrue();
    lock.unlock();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spin", "lock", "write"})
  void it_belongs_to_a_thread_and_is_reentrant_through_any_handle(String kind) throws Exception {
    OwnedLock lock = lock(kind);
    OwnedLock same = lock(kind);
    lock.lock();
    same.lock();
    assertThat(lock.tryLock()).isTrue();
    assertThat(same.isHeldByCurrentThread()).isTrue();
    CompletableFuture.runAsync(
            () -> {
              assertThat(lock.isHeldByCurrentThread()).isFalse();
              assertThat(same.tryLock()).isFalse();
              assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
            })
        .get();
    for (int i = 0; i < 3; i++) {
      assertThat(lock.isHeldByCurrentThread()).isTrue();
      same.unlock();
    }
    assertThat(lock.isHeldByCurrentThread()).isFalse();
    assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spin", "lock", "write"})
  void interrupts_end_only_the_waits_that_say_so(String kind) throws Exception {
    OwnedLock lock = lock(kind);
    lock.lock();
    for (boolean virtual : List.of(false, true)) {
      AsyncCall<?> interruptible = AsyncCall.run(virtual, lock::lockInterruptibly).awaitAsleep();
      AsyncCall<Boolean> lasting =
          AsyncCall.start(
              virtual,
              () -> {
                lock.lock();
                lock.unlock();
                return Thread.interrupted();
              });
      lasting.awaitAsleep();
      interruptible.interrupt();
      lasting.interrupt();
      assertThat(interruptible.failure()).isInstanceOf(InterruptedException.class);
      lasting.awaitAsleep();
      lock.unlock();
      assertThat(lasting.result()).as("interrupted").isTrue();
      lock.lock();
    }
    lock.unlock();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spin", "lock", "write"})
  void a_thousand_virtual_threads_wait_and_leave_the_carriers_to_others(String kind)
      throws Exception {
    OwnedLock lock = lock(kind);
    lock.lock();
    int many = 1_000;
    AtomicInteger had = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(many);
    CountDownLatch started = new CountDownLatch(many);
    for (int i = 0; i < many; i++) {
      Thread.ofVirtual()
          .start(() -> {
            started.countDown();
            lock.lock();
            try {
              had.set(had.get() + 1);
            } finally {
              lock.unlock();
            }
            done.countDown();
          });
    }
    assertThat(started.await(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    CompletableFuture<String> other = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> other.complete("ran"));
    assertThat(Eventually.result(other)).isEqualTo("ran");
    assertThat(had).hasValue(0);
    lock.unlock();
    assertThat(done.await(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(had).hasValue(many);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spin", "lock", "write"})
  void a_word_that_was_overwritten_is_noticed_and_can_be_repaired(String kind) {
    OwnedLock lock = lock(kind);
    region.memory.set(JAVA_LONG, TestRegion.PRIMITIVE, 0x5A5A_5A5A_5A5A_5A58L);
    assertThatThrownBy(lock::lock).isInstanceOf(AbandonedLockException.class);
    assertThat(lock.recover(() -> {})).isTrue();
    lock.lock();
    region.memory.set(JAVA_LONG, TestRegion.PRIMITIVE, 0L);
    assertThatThrownBy(lock::unlock)
        .isInstanceOf(DamagedObjectException.class)
        .hasMessageContaining("lock 'S");
    region.memory.asSlice(TestRegion.PRIMITIVE, 128).fill((byte) -1);
    assertThatThrownBy(() -> lock(kind).lock()).isInstanceOf(AbandonedLockException.class);
  }

  @Test
  void who_has_another_dev_shm_is_refused_since_he_could_not_see_who_lives() {
    SharedLock.at(region.memory, TestRegion.PRIMITIVE).lock();
    long domain = region.memory.get(JAVA_LONG, TestRegion.PRIMITIVE + 16);
    region.memory.set(JAVA_LONG, TestRegion.PRIMITIVE + 16, domain ^ 1);
    assertThatThrownBy(() -> SharedLock.at(region.memory, TestRegion.PRIMITIVE))
        .isInstanceOf(DamagedObjectException.class)
        .hasMessageContaining("another /dev/shm");
  }

  @Test
  void a_lock_of_an_earlier_start_of_the_machine_is_abandoned() {
    SharedLock lock = SharedLock.at(region.memory, TestRegion.PRIMITIVE);
    lock.lock();
    long domain = region.memory.get(JAVA_LONG, TestRegion.PRIMITIVE + 16);
    lock.unlock();
    region.memory.set(JAVA_LONG, TestRegion.PRIMITIVE, 77L << 2);
    region.memory.set(JAVA_LONG, TestRegion.PRIMITIVE + 16, domain ^ 1L << 40);
    SharedLock after = SharedLock.at(region.memory, TestRegion.PRIMITIVE);
    assertThatThrownBy(after::lock).isInstanceOf(AbandonedLockException.class);
    assertThat(region.memory.get(JAVA_LONG, TestRegion.PRIMITIVE + 16)).isEqualTo(domain);
  }

  @Test
  void it_lies_only_where_it_can() {
    MemorySegment memory = region.memory;
    assertThatThrownBy(() -> SharedLock.at(memory, TestRegion.BYTES - 120))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> SharedLock.at(memory, -8))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> SpinLock.at(memory, 4)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SpinLock.at(memory.asReadOnly(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("read-only");
    assertThatThrownBy(() -> SpinLock.at(MemorySegment.ofArray(new long[99]), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("heap");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spin", "lock", "write", "read"})
  void who_waits_in_memory_that_is_closed_gets_an_exception(String kind) throws Exception {
    for (boolean virtual : List.of(false, true)) {
      Arena arena = Arena.ofShared();
      MemorySegment memory = arena.allocate(TestRegion.BYTES, 64);
      LockPlayer.lock(kind.equals("read") ? "write" : kind, memory, null).lock();
      Lock lock = LockPlayer.lock(kind, memory, null);
      AsyncCall<?> waits = AsyncCall.run(virtual, lock::lock).awaitAsleep();
      close(arena);
      assertThat(waits.failure())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  /// Closes an arena in which somebody may be reading at this very moment.
  private static void close(Arena arena) {
    while (arena.scope().isAlive()) {
      try {
        arena.close();
      } catch (IllegalStateException inUse) {
        Thread.onSpinWait();
      }
    }
  }
}
