// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static dure.linux.Outcome.fails;
import static dure.linux.Outcome.good;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dure.raw.Words;
import dure.testkit.Child;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Sleeping on words: why a sleep ends, how many are woken, and across processes.
class FutexTest {
  private static final long SHORT = MILLISECONDS.toNanos(30);
  private static final long LONG = Child.PATIENCE.toNanos();
  private static final long NOWHERE = 0;

  private Arena arena;
  private long word;
  private long another;

  @BeforeEach
  void make_words() {
    arena = Arena.ofShared();
    word = arena.allocate(JAVA_INT).address();
    another = arena.allocate(JAVA_INT).address();
  }

  @AfterEach
  void free_them() {
    arena.close();
  }

  @Test
  void a_wait_ends_at_once_if_the_word_is_another() {
    Words.intVolatile(word, -1);
    fails(Errno.EAGAIN, Futex.wait(word, 0, LONG));
    fails(Errno.ETIMEDOUT, Futex.wait(word, -1, 0));
  }

  @Test
  void a_wait_ends_when_its_time_is_over() {
    long began = System.nanoTime();
    fails(Errno.ETIMEDOUT, Futex.wait(word, 0, SHORT));
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(SHORT);
    fails(Errno.ETIMEDOUT, Futex.wait(word, 0, -1));
    fails(Errno.ETIMEDOUT, Futex.wait(word, 0, Long.MIN_VALUE));
  }

  @Test
  void a_wait_ends_when_woken_and_when_interrupted_by_a_signal() {
    try (Caller sleeper = Caller.calling(() -> Futex.wait(word, 0, Long.MAX_VALUE))) {
      sleeper.awaitInside(SystemCall.FUTEX);
      assertThat(Futex.wake(another, 1)).isZero();
      assertThat(wake(1, 1)).isEqualTo(1);
      assertThat(sleeper.result()).isZero();
    }
    try (Caller sleeper = Caller.calling(() -> Futex.wait(word, 0, LONG))) {
      sleeper.awaitInside(SystemCall.FUTEX).signal();
      fails(Errno.EINTR, sleeper.result());
    }
  }

  @Test
  void a_wake_wakes_as_many_as_it_is_told() {
    List<Caller> sleepers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sleepers.add(Caller.calling(() -> Futex.wait(word, 0, LONG)));
    }
    sleepers.forEach(sleeper -> sleeper.awaitInside(SystemCall.FUTEX));
    assertThat(wake(2, 2)).isEqualTo(2);
    assertThat(wake(Integer.MAX_VALUE, 3)).isEqualTo(3);
    sleepers.forEach(sleeper -> assertThat(sleeper.result()).isZero());
    sleepers.forEach(Caller::close);
    assertThat(Futex.wake(word, Integer.MAX_VALUE)).isZero();
  }

  @Test
  void there_is_no_waiting_where_there_is_no_word() {
    fails(Errno.EFAULT, Futex.wait(NOWHERE, 0, SHORT));
    fails(Errno.EINVAL, Futex.wait(word + 1, 0, SHORT));
    assertThat(Futex.wake(word + 1, 1)).isNotPositive();
  }

  @Test
  void a_sleeper_in_another_process_is_woken_through_shared_memory() {
    try (ShmDirectory directory = new ShmDirectory()) {
      int fd = directory.create("file", 4096);
      long address = Mappings.share(Mappings.reserve(4096), 4096, true, fd, 0);
      try (Child child = Child.java(Sleeping.class, directory.file("file"))) {
        child.await("sleeping");
        word = address;
        assertThat(wake(1, 1)).isEqualTo(1);
        assertThat(child.await("woken:")).isEqualTo("0");
        child.awaitSuccess();
      }
      good(Mappings.unmap(address, 4096));
      Files.close(fd);
    }
  }

  @Test
  void waiting_on_any_of_several_tells_which_was_woken() {
    Futex.Words words = new Futex.Words();
    words.put(0, another, 0);
    words.put(1, word, 0);
    try (Caller sleeper = Caller.calling(() -> Futex.waitAny(words, 2, System.nanoTime() + LONG))) {
      sleeper.awaitInside(SystemCall.FUTEX_WAITV);
      assertThat(wake(1, 1)).isEqualTo(1);
      assertThat(sleeper.result()).isEqualTo(1);
    }
  }

  @Test
  void waiting_on_any_ends_at_once_if_one_is_another() {
    Futex.Words words = new Futex.Words();
    words.put(0, another, 0);
    words.put(1, word, -1);
    fails(Errno.EAGAIN, Futex.waitAny(words, 2, System.nanoTime() + LONG));
    Words.intVolatile(word, -1);
    fails(Errno.ETIMEDOUT, Futex.waitAny(words, 2, System.nanoTime() + SHORT));
  }

  @Test
  void waiting_on_any_ends_at_a_time_of_the_clock_of_nanotime() {
    Futex.Words words = new Futex.Words();
    for (int i = 0; i < Futex.MOST_WORDS; i++) {
      words.put(i, word, 0);
    }
    long until = System.nanoTime() + SHORT;
    fails(Errno.ETIMEDOUT, Futex.waitAny(words, Futex.MOST_WORDS, until));
    assertThat(System.nanoTime() - until).isBetween(0L, LONG);
    fails(Errno.ETIMEDOUT, Futex.waitAny(words, 1, -1));
    fails(Errno.EINVAL, Futex.waitAny(words, 0, until));
    words.put(5, NOWHERE, 0);
    fails(Errno.EFAULT, Futex.waitAny(words, 10, until));
  }

  /// Wakes up to `most` until that many woke in all as are expected: a thread inside the call need
  /// not be asleep yet.
  private int wake(int most, int expected) {
    int woken = 0;
    long began = System.nanoTime();
    while (woken < expected && System.nanoTime() - began < LONG) {
      woken += Futex.wake(word, most - woken);
      LockSupport.parkNanos(MILLISECONDS.toNanos(1));
    }
    return woken;
  }
}
