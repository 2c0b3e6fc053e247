// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.InvalidNameException;
import dure.NoSuchObjectException;
import dure.NotPermittedException;
import dure.ObjectExistsException;
import dure.testkit.CProgram;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.OtherUser;
import dure.testkit.TestNamespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Named semaphores of POSIX, with C at the other end.
class PosixSemaphoreTest {
  private static final String NAME = "/" + TestNamespace.name("dure-test");
  private static final Duration SHORT = Duration.ofMillis(150);

  @AfterEach
  void unlink() {
    for (String name : List.of(NAME, NAME + "-other")) {
      try {
        PosixSemaphore.unlink(name);
      } catch (NoSuchObjectException neverMade) {
        // or unlinked by the test
      }
    }
  }

  /// Tries to open what it may not.
  static final class StrangerRole {
    public static void main(String[] arguments) {
      try (PosixSemaphore semaphore = PosixSemaphore.open(arguments[0])) {
        System.out.println("opened " + semaphore.permits());
      } catch (NotPermittedException e) {
        System.out.println("refused " + e.getMessage());
      }
    }
  }

  @Test
  void java_and_c_play_ping_pong(@TempDir Path directory) throws Exception {
    String source =
        """
        #include <fcntl.h>
        #include <semaphore.h>
        #include <stdio.h>
        int main(int count, char **arguments) {
          sem_t *ping = sem_open(arguments[1], 0);
          sem_t *pong = sem_open(arguments[2], O_CREAT, 0600, 0);
          if (ping == SEM_FAILED || pong == SEM_FAILED) { perror("sem_open"); return 1; }
          puts("ready");
          fflush(stdout);
          for (int i = 0; i < 500; i++) {
            if (sem_wait(ping) != 0 || sem_post(pong) != 0) { perror("sem"); return 1; }
          }
          int value;
          sem_getvalue(ping, &value);
          printf("value %d\\n", value);
          return 0;
        }
        """;
    Path program = new CProgram(CProgram.GCC, source).compileIn(directory);
    try (PosixSemaphore ping = PosixSemaphore.create(NAME, 0);
        Child c = Child.command(program.toString(), NAME, NAME + "-other")) {
      c.await("ready");
      try (PosixSemaphore pong = PosixSemaphore.open(NAME + "-other")) {
        for (int i = 0; i < 500; i++) {
          ping.release();
          assertThat(pong.acquire(Child.PATIENCE)).isTrue();
        }
        assertThat(pong.tryAcquire()).isFalse();
      }
      assertThat(c.await("value")).isEqualTo("0");
      c.awaitSuccess();
    }
  }

  @Test
  void names_are_made_found_and_taken_away() {
    assertThatThrownBy(() -> PosixSemaphore.open(NAME)).isInstanceOf(NoSuchObjectException.class);
    try (PosixSemaphore one = PosixSemaphore.create(NAME, 2);
        PosixSemaphore two = PosixSemaphore.openOrCreate(NAME.substring(1), 9)) {
      assertThatThrownBy(() -> PosixSemaphore.create(NAME, 1))
          .isInstanceOf(ObjectExistsException.class);
      assertThat(two.permits()).isEqualTo(2);
      assertThat(one.tryAcquire()).isTrue();
      assertThat(two.permits()).isEqualTo(1);
      PosixSemaphore.unlink(NAME);
      one.release();
      assertThat(two.permits()).isEqualTo(2);
      assertThatThrownBy(() -> PosixSemaphore.unlink(NAME))
          .isInstanceOf(NoSuchObjectException.class);
    }
    for (String bad : List.of("", "/", "a/b", "//a", "..", "n".repeat(251), "a\0b")) {
      assertThatThrownBy(() -> PosixSemaphore.create(bad, 1))
          .isInstanceOf(InvalidNameException.class);
    }
    try (PosixSemaphore longest = PosixSemaphore.create("n".repeat(250), 1)) {
      assertThat(longest.name()).hasSize(250);
    } finally {
      PosixSemaphore.unlink("n".repeat(250));
    }
    assertThatThrownBy(() -> PosixSemaphore.create(NAME, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void waits_end_by_time_by_interrupt_and_by_closing() throws Exception {
    for (boolean virtual : List.of(false, true)) {
      PosixSemaphore semaphore = PosixSemaphore.openOrCreate(NAME, 0);
      assertThat(semaphore.acquire(SHORT)).isFalse();
      CompletableFuture<String> interrupted = new CompletableFuture<>();
      CompletableFuture<String> closed = new CompletableFuture<>();
      Thread one = waiter(virtual, semaphore, interrupted);
      waiter(virtual, semaphore, closed);
      assertThatThrownBy(() -> closed.get(150, TimeUnit.MILLISECONDS)).isNotNull();
      one.interrupt();
      assertThat(Eventually.result(interrupted)).isEqualTo("InterruptedException");
      semaphore.close();
      assertThat(Eventually.result(closed)).isEqualTo("IllegalStateException");
      assertThatThrownBy(semaphore::release).isInstanceOf(IllegalStateException.class);
      semaphore.close();
    }
  }

  private static Thread waiter(
      boolean virtual, PosixSemaphore semaphore, CompletableFuture<String> end) {
    Runnable task =
        () -> {
          try {
            semaphore.acquire();
            end.complete("had it");
          } catch (InterruptedException | IllegalStateException e) {
            end.complete(e.getClass().getSimpleName());
          }
        };
    return virtual ? Thread.ofVirtual().start(task) : Thread.ofPlatform().start(task);
  }

  @Test
  void virtual_threads_wait_without_their_carriers() throws Exception {
    int many = 200;
    AtomicInteger had = new AtomicInteger();
    CountDownLatch out = new CountDownLatch(many);
    try (PosixSemaphore semaphore = PosixSemaphore.create(NAME, 0)) {
      for (int i = 0; i < many; i++) {
        CompletableFuture<String> end = new CompletableFuture<>();
        waiter(true, semaphore, end);
        CompletableFuture<Void> _ =
            end.thenAccept(how -> {
              if (how.equals("had it")) {
                had.incrementAndGet();
              }
              out.countDown();
            });
      }
      CompletableFuture<String> other = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> other.complete("ran"));
      assertThat(Eventually.result(other)).isEqualTo("ran");
      for (int i = 0; i < many; i++) {
        semaphore.release();
      }
      assertThat(out.await(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(had).hasValue(many);
      assertThat(semaphore.permits()).isZero();
    }
  }

  @Test
  void another_user_is_refused(@TempDir Path directory) {
    try (PosixSemaphore semaphore = PosixSemaphore.create(NAME, 9)) {
      if (OtherUser.isThere()) {
        try (Child stranger =
            new OtherUser(directory, StrangerRole.class).java(StrangerRole.class, NAME)) {
          assertThat(stranger.await("refused")).contains("EACCES");
        }
      } else {
        try (Child friend = Child.java(StrangerRole.class, semaphore.name())) {
          assertThat(friend.await("opened")).isEqualTo("9");
        }
      }
    }
  }
}
