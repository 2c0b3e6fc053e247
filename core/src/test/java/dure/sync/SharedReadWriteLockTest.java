// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.AbandonedLockException;
import dure.DamagedObjectException;
import dure.SystemLimitException;
import dure.testkit.AsyncCall;
import dure.testkit.Child;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Readers together, writers alone, and writers first.
@SuppressWarnings("LockNotBeforeTry") // locks are what is tested
class SharedReadWriteLockTest {
  private static final long SLOTS = TestRegion.PRIMITIVE + 64;

  private TestRegion region;
  private SharedReadWriteLock lock;

  @BeforeEach
  void map() {
    region = new TestRegion();
    lock = SharedReadWriteLock.at(region.memory, TestRegion.PRIMITIVE);
  }

  @AfterEach
  void unmap() {
    region.close();
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

  /// It has been told to lock, and sleeps over it.
  private static void assertWaits(Child player) {
    player.awaitSleep();
    assertThat(player.lineWithin(Duration.ZERO)).isNull();
  }

  /// Reads two numbers that writers keep equal, until they are done.
  static final class ReaderRole {
    public static void main(String[] arguments) throws IOException {
      MemorySegment memory = TestRegion.map(arguments[0]);
      long end = Long.parseLong(arguments[1]);
      SharedReadLock lock = SharedReadWriteLock.at(memory, TestRegion.PRIMITIVE).readLock();
      long unequal = 0;
      long first = 0;
      while (first < end) {
        lock.lock();
        try {
          first = TestRegion.number(memory, LoadRole.FIRST);
          Thread.onSpinWait();
          if (first != TestRegion.number(memory, LoadRole.SECOND)) {
            unequal++;
          }
        } finally {
          lock.unlock();
        }
      }
      System.out.println("unequal " + unequal);
    }
  }

  @Test
  void readers_never_see_what_a_writer_is_about() {
    String file = region.file.toString();
    List<Child> readers = new ArrayList<>();
    List<Child> writers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      readers.add(Child.java(ReaderRole.class, file, "20000"));
      writers.add(Child.java(LoadRole.class, file, "write", "10000"));
    }
    writers.forEach(Child::awaitSuccess);
    readers.forEach(reader -> assertThat(reader.awaitSuccess()).containsExactly("unequal 0"));
    assertThat(region.number(LoadRole.FIRST)).isEqualTo(20_000);
    assertThat(region.number(LoadRole.UNEQUAL)).isZero();
  }

  @Test
  void readers_are_together_and_a_writer_is_alone() {
    try (Child reader = player("read");
        Child writer = player("write")) {
      assertThat(ask(reader, "lock")).isEqualTo("done");
      assertThat(lock.readLock().tryLock()).isTrue();
      assertThat(ask(writer, "try")).isEqualTo("false");
      assertThat(ask(writer, "briefly")).isEqualTo("false");
      assertThat(ask(reader, "unlock")).isEqualTo("done");
      assertThat(ask(writer, "try")).isEqualTo("false");
      lock.readLock().unlock();
      assertThat(ask(writer, "lock")).isEqualTo("done");
      assertThat(ask(reader, "try")).isEqualTo("false");
      assertThat(ask(reader, "briefly")).isEqualTo("false");
      assertThat(lock.writeLock().tryLock()).isFalse();
      assertThat(ask(writer, "unlock")).isEqualTo("done");
      assertThat(ask(reader, "try")).isEqualTo("true");
    }
  }

  @Test
  void a_writer_that_waits_goes_before_new_readers_but_not_before_who_reads_again()
      throws Exception {
    try (Child writer = player("write");
        Child reader = player("read")) {
      lock.readLock().lock();
      writer.tell("lock");
      assertWaits(writer);
      assertThat(ask(reader, "briefly")).isEqualTo("false");
      lock.readLock().lock();
      lock.readLock().unlock();
      reader.tell("lock");
      assertWaits(reader);
      lock.readLock().unlock();
      assertThat(writer.await("lock:")).isEqualTo("done");
      assertWaits(reader);
      writer.tell("unlock");
      assertThat(reader.await("lock:")).isEqualTo("done");
    }
  }

  @Test
  void a_killed_reader_holds_no_writer_up_and_leaves_nothing_to_repair() throws Exception {
    try (Child reader = player("read")) {
      assertThat(ask(reader, "lock")).isEqualTo("done");
      assertThat(ask(reader, "lock")).isEqualTo("done");
      AsyncCall<?> writes =
          AsyncCall.run(() -> {
            lock.writeLock().lock();
            lock.writeLock().unlock();
          });
      writes.awaitAsleep();
      reader.kill();
      writes.result();
    }
    assertThat(region.memory.get(JAVA_LONG, SLOTS)).as("the slot").isZero();
  }

  @Test
  void a_killed_writer_is_told_to_the_next_reader() throws Exception {
    AtomicInteger repairs = new AtomicInteger();
    try (Child writer = player("write");
        Child reader = player("read")) {
      ask(writer, "lock");
      writer.kill();
      assertThat(ask(reader, "try")).isEqualTo("abandoned");
      assertThat(ask(reader, "lock")).isEqualTo("abandoned");
      assertThatThrownBy(() -> lock.readLock().lock()).isInstanceOf(AbandonedLockException.class);
      SharedReadWriteLock repairing =
          SharedReadWriteLock.at(region.memory, TestRegion.PRIMITIVE, repairs::incrementAndGet);
      repairing.readLock().lock();
      assertThat(repairs).hasValue(1);
      assertThat(ask(reader, "lock")).isEqualTo("done");
      repairing.readLock().unlock();
    }
    assertThat(lock.writeLock().recover(repairs::incrementAndGet)).isFalse();
  }

  @Test
  void a_writer_that_was_killed_while_it_waited_has_changed_nothing() {
    lock.readLock().lock();
    try (Child writer = player("write")) {
      writer.tell("lock");
      assertWaits(writer);
      writer.kill();
    }
    lock.readLock().unlock();
    lock.readLock().lock();
    lock.readLock().unlock();
    assertThat(lock.writeLock().tryLock()).isTrue();
    lock.writeLock().unlock();
  }

  @Test
  void a_writer_may_read_and_a_reader_may_not_write() throws Exception {
    lock.writeLock().lock();
    lock.readLock().lock();
    lock.writeLock().unlock();
    try (Child reader = player("read");
        Child writer = player("write")) {
      assertThat(ask(reader, "try")).isEqualTo("true");
      assertThat(ask(reader, "unlock")).isEqualTo("done");
      assertThat(ask(writer, "try")).isEqualTo("false");
    }
    assertThatThrownBy(() -> lock.writeLock().lock()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> lock.writeLock().tryLock()).isInstanceOf(IllegalStateException.class);
    lock.readLock().unlock();
    assertThatThrownBy(() -> lock.readLock().unlock())
        .isInstanceOf(IllegalMonitorStateException.class);
    assertThat(lock.writeLock().tryLock(Child.PATIENCE)).isTrue();
    lock.writeLock().unlock();
  }

  @Test
  void there_are_no_conditions() {
    assertThatThrownBy(() -> lock.readLock().newCondition())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> lock.writeLock().newCondition())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void damaged_counts_are_noticed_and_slots_of_nobody_are_used_again() {
    lock.readLock().lock();
    region.memory.set(JAVA_INT, SLOTS + 8, -5);
    SharedReadWriteLock same = SharedReadWriteLock.at(region.memory, TestRegion.PRIMITIVE);
    assertThatThrownBy(() -> same.writeLock().tryLock()).isInstanceOf(DamagedObjectException.class);
    assertThat(same.writeLock().isHeldByCurrentThread()).isFalse();
    assertThatThrownBy(() -> lock.readLock().unlock()).isInstanceOf(DamagedObjectException.class);
    SharedReadWriteLock another =
        SharedReadWriteLock.at(region.memory, TestRegion.PRIMITIVE + 2048);
    for (int i = 0; i < SharedReadWriteLock.PROCESSES; i++) {
      region.memory.set(JAVA_LONG, SLOTS + 2048 + i * 16L, 4711 + 2L * i);
      region.memory.set(JAVA_INT, SLOTS + 2048 + i * 16L + 8, 3);
    }
    another.readLock().lock();
    another.readLock().unlock();
    assertThat(another.writeLock().tryLock()).isTrue();
    another.writeLock().unlock();
  }

  @Test
  void more_processes_than_slots_are_refused() {
    try (Child reader = player("read")) {
      ask(reader, "lock");
      long living = region.memory.get(JAVA_LONG, SLOTS);
      for (int i = 0; i < SharedReadWriteLock.PROCESSES; i++) {
        region.memory.set(JAVA_LONG, SLOTS + i * 16L, living);
      }
      assertThatThrownBy(() -> lock.readLock().lock())
          .isInstanceOf(SystemLimitException.class)
          .hasMessageContaining("64");
    }
    lock.readLock().lock();
    lock.readLock().unlock();
  }
}
