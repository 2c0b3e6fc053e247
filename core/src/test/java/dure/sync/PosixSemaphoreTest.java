// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.InvalidNameException;
import dure.NoSuchObjectException;
import dure.NotPermittedException;
import dure.ObjectExistsException;
import dure.testkit.AsyncCall;
import dure.testkit.CProgram;
import dure.testkit.Child;
import dure.testkit.OtherUser;
import dure.testkit.TestNamespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    // LECTURE: 3
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
    String stem = TestNamespace.name("longest");
    String longName = stem + "n".repeat(250 - stem.length());
    try (PosixSemaphore longest = PosixSemaphore.create(longName, 1)) {
      assertThat(longest.name()).hasSize(250);
    } finally {
      PosixSemaphore.unlink(longName);
    }
    assertThatThrownBy(() -> PosixSemaphore.create(NAME, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void waits_end_by_time_by_interrupt_and_by_closing() throws Exception {
    for (boolean virtual : List.of(false, true)) {
      PosixSemaphore semaphore = PosixSemaphore.openOrCreate(NAME, 0);
      assertThat(semaphore.acquire(SHORT)).isFalse();
      AsyncCall<?> interrupted = AsyncCall.run(virtual, semaphore::acquire).awaitAsleep();
      AsyncCall<?> closed = AsyncCall.run(virtual, semaphore::acquire).awaitAsleep();
      interrupted.interrupt();
      assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
      semaphore.close();
      assertThat(closed.failure()).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(semaphore::release).isInstanceOf(IllegalStateException.class);
      semaphore.close();
    }
  }

  @Test
  void virtual_threads_wait_without_their_carriers() throws Exception {
    int many = 200;
    List<AsyncCall<?>> waits = new ArrayList<>();
    try (PosixSemaphore semaphore = PosixSemaphore.create(NAME, 0)) {
      for (int i = 0; i < many; i++) {
        waits.add(AsyncCall.run(true, semaphore::acquire));
      }
      assertThat(AsyncCall.start(true, () -> "ran").result()).isEqualTo("ran");
      for (int i = 0; i < many; i++) {
        semaphore.release();
      }
      for (AsyncCall<?> wait : waits) {
        wait.result();
      }
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
