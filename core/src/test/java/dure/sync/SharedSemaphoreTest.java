// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.DamagedObjectException;
import dure.testkit.Asleep;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A number of permits, for any number of processes.
class SharedSemaphoreTest {
  private static final int PERMITS = 3;

  private TestRegion region;

  @BeforeEach
  void map() {
    region = new TestRegion();
  }

  @AfterEach
  void unmap() {
    region.close();
  }

  /// Has a permit many times, and notes the most that had one at once.
  static final class HolderRole {
    private static final VarHandle LONG = JAVA_LONG.varHandle();

    public static void main(String[] arguments) throws Exception {
      MemorySegment memory = TestRegion.map(arguments[0]);
      SharedSemaphore semaphore = SharedSemaphore.at(memory, TestRegion.PRIMITIVE);
      long most = 0;
      for (int i = 0; i < 2_000; i++) {
        semaphore.acquire();
        most = Math.max(most, 1 + (long) LONG.getAndAdd(memory, TestRegion.NUMBERS, 1L));
        if (i % 8 == 0) {
          Thread.sleep(0, 1_000);
        }
        LONG.getAndAdd(memory, TestRegion.NUMBERS, -1L);
        semaphore.release();
      }
      System.out.println("most " + most);
    }
  }

  @Test
  void it_bounds_the_holders_in_five_processes() {
    // LECTURE: 3
    SharedSemaphore semaphore =
        SharedSemaphore.create(region.memory, TestRegion.PRIMITIVE, PERMITS);
    List<Child> holders = new ArrayList<>();
    for (int i = 0; i < PERMITS + 2; i++) {
      holders.add(Child.java(HolderRole.class, region.file.toString()));
    }
    holders.forEach(
        holder -> assertThat(Integer.parseInt(holder.await("most"))).isBetween(1, PERMITS));
    holders.forEach(Child::awaitSuccess);
    assertThat(semaphore.permits()).isEqualTo(PERMITS);
    assertThat(region.number(0)).isZero();
  }

  @Test
  void zeros_are_a_semaphore_without_permits() throws Exception {
    SharedSemaphore semaphore = SharedSemaphore.at(region.memory, TestRegion.PRIMITIVE);
    assertThat(semaphore.tryAcquire()).isFalse();
    assertThat(semaphore.acquire(Duration.ofMillis(60))).isFalse();
    semaphore.release(2);
    assertThat(semaphore.permits()).isEqualTo(2);
    assertThat(semaphore.acquire(Duration.ZERO)).isTrue();
    assertThat(semaphore.tryAcquire()).isTrue();
    assertThat(semaphore.tryAcquire()).isFalse();
  }

  @Test
  void who_waits_is_interrupted_and_takes_nobodys_wake_up_along() throws Exception {
    SharedSemaphore semaphore = SharedSemaphore.at(region.memory, TestRegion.PRIMITIVE);
    for (boolean virtual : List.of(false, true)) {
      CompletableFuture<String> end = new CompletableFuture<>();
      Runnable task =
          () -> {
            try {
              semaphore.acquire();
              end.complete("had it");
            } catch (InterruptedException e) {
              end.complete("interrupted");
            }
          };
      Thread waits = virtual ? Thread.ofVirtual().start(task) : Thread.ofPlatform().start(task);
      Asleep.await(waits);
      waits.interrupt();
      assertThat(Eventually.result(end)).isEqualTo("interrupted");
    }
    semaphore.release();
    assertThat(semaphore.tryAcquire()).isTrue();
  }

  @Test
  void thousands_of_virtual_threads_wait() throws Exception {
    SharedSemaphore semaphore = SharedSemaphore.at(region.memory, TestRegion.PRIMITIVE);
    int many = 1_000;
    CountDownLatch out = new CountDownLatch(many);
    for (int i = 0; i < many; i++) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              semaphore.acquire();
              out.countDown();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
    }
    CompletableFuture<String> other = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> other.complete("ran"));
    assertThat(Eventually.result(other)).isEqualTo("ran");
    for (int i = 0; i < many; i++) {
      semaphore.release();
    }
    assertThat(out.await(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(semaphore.permits()).isZero();
  }

  @Test
  void impossible_numbers_are_refused() {
    long at = TestRegion.PRIMITIVE;
    assertThatThrownBy(() -> SharedSemaphore.create(region.memory, at, -1))
        .isInstanceOf(IllegalArgumentException.class);
    SharedSemaphore semaphore = SharedSemaphore.create(region.memory, at, Integer.MAX_VALUE);
    assertThatThrownBy(semaphore::release).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> semaphore.release(0)).isInstanceOf(IllegalArgumentException.class);
    assertThat(semaphore.permits()).isEqualTo(Integer.MAX_VALUE);
    region.memory.set(JAVA_INT, at, -3);
    assertThatThrownBy(semaphore::tryAcquire)
        .isInstanceOf(DamagedObjectException.class)
        .hasMessageContaining("-3 permits");
  }
}
