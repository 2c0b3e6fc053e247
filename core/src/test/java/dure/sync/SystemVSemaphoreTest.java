// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.NoSuchObjectException;
import dure.NotPermittedException;
import dure.ObjectExistsException;
import dure.ObjectRemovedException;
import dure.SystemLimitException;
import dure.sync.SystemVSemaphore.Operation;
import dure.testkit.CProgram;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.OtherUser;
import dure.testkit.SystemVKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The kernel's semaphores: with C at the other end, with undo, and removed.
class SystemVSemaphoreTest {
  private static final int KEY = SystemVKeys.nextNumber();
  private static final Duration SHORT = Duration.ofMillis(150);

  private final List<SystemVSemaphore> made = new ArrayList<>();

  @AfterEach
  void remove_them() {
    for (SystemVSemaphore set : made) {
      try {
        set.remove();
      } catch (ObjectRemovedException already) {
        // as some tests do
      }
    }
  }

  private SystemVSemaphore create(int... values) {
    SystemVSemaphore set = SystemVSemaphore.create(KEY, values, 0600);
    made.add(set);
    return set;
  }

  /// Takes a permit, with undo or without, says so, and waits to be killed.
  static final class HolderRole {
    public static void main(String[] arguments) throws Exception {
      SystemVSemaphore set = SystemVSemaphore.open(Integer.parseInt(arguments[0]));
      SystemVSemaphore semaphore = arguments[1].equals("undo") ? set.withUndo() : set;
      System.out.println("comes");
      semaphore.acquire();
      System.out.println("has it");
      int _ = System.in.read();
    }
  }

  /// Tries to open what it may not.
  static final class StrangerRole {
    public static void main(String[] arguments) {
      for (int way = 0; way < 2; way++) {
        try {
          int number = Integer.parseInt(arguments[way]);
          SystemVSemaphore set =
              way == 0 ? SystemVSemaphore.open(number) : SystemVSemaphore.ofId(number);
          System.out.println("opened " + set.value(0));
        } catch (NotPermittedException e) {
          System.out.println("refused " + e.getMessage());
        }
      }
    }
  }

  @Test
  void java_and_c_play_ping_pong(@TempDir Path directory) throws Exception {
    String source =
        """
        #include <stdio.h>
        #include <stdlib.h>
        #include <sys/sem.h>
        static void change(int id, int index, int by) {
          struct sembuf operation = {index, by, 0};
          if (semop(id, &operation, 1) != 0) { perror("semop"); exit(1); }
        }
        int main(int count, char **arguments) {
          key_t key = ftok(arguments[1], 7);
          int id = semget(key, 0, 0);
          if (id < 0) { perror("semget"); return 1; }
          for (int i = 0; i < 500; i++) {
            change(id, 0, -1);
            change(id, 1, 1);
          }
          printf("key %d\\n", key);
          printf("value %d\\n", semctl(id, 2, GETVAL));
          return 0;
        }
        """;
    int key = SystemVKeys.own(SystemVSemaphore.key(directory, 7));
    SystemVSemaphore set = SystemVSemaphore.create(key, new int[] {0, 0, 42}, 0600);
    made.add(set);
    Path program = new CProgram(CProgram.GCC, source).compileIn(directory);
    try (Child c = Child.command(program.toString(), directory.toString())) {
      for (int i = 0; i < 500; i++) {
        set.operate(new Operation(0, 1));
        assertThat(set.operate(Child.PATIENCE, new Operation(1, -1))).isTrue();
      }
      assertThat(c.await("key")).isEqualTo("" + key);
      assertThat(c.await("value")).isEqualTo("42");
      assertThat(set.lastProcess(1)).isEqualTo((int) ProcessHandle.current().pid());
      c.awaitSuccess();
    }
  }

  @Test
  void with_undo_a_killed_holder_gives_back_and_without_it_does_not() {
    SystemVSemaphore set = create(1);
    try (Child holder = Child.java(HolderRole.class, "" + KEY, "undo");
        Child next = holderThatWaits(holder)) {
      holder.kill();
      next.await("has it");
      assertThat(set.value(0)).isZero();
      next.kill();
      assertThat(set.tryAcquire()).isFalse();
      set.release();
      assertThat(set.tryAcquire()).isTrue();
    }
  }

  private static Child holderThatWaits(Child holder) {
    holder.await("has it");
    Child next = Child.java(HolderRole.class, "" + KEY, "keep");
    next.await("comes");
    return next;
  }

  @Test
  void a_removed_set_wakes_who_waits() throws Exception {
    SystemVSemaphore set = create(0);
    Waiter platform = waiter(false, set);
    Waiter virtual = waiter(true, set);
    Eventually.holds(() -> set.waiting(0) == 2);
    set.remove();
    assertThat(Eventually.result(platform.end())).isEqualTo("ObjectRemovedException");
    assertThat(Eventually.result(virtual.end())).isEqualTo("ObjectRemovedException");
    assertThatThrownBy(() -> set.value(0))
        .isInstanceOf(ObjectRemovedException.class)
        .hasMessageContaining("removed");
    assertThatThrownBy(set::tryAcquire).isInstanceOf(ObjectRemovedException.class);
    assertThatThrownBy(() -> SystemVSemaphore.open(KEY)).isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> SystemVSemaphore.ofId(set.id()))
        .isInstanceOf(NoSuchObjectException.class);
  }

  private record Waiter(Thread thread, CompletableFuture<String> end) {}

  private static Waiter waiter(boolean virtual, SystemVSemaphore set) {
    CompletableFuture<String> end = new CompletableFuture<>();
    Runnable task =
        () -> {
          try {
            set.acquire();
            end.complete("had it");
          } catch (InterruptedException | ObjectRemovedException e) {
            end.complete(e.getClass().getSimpleName());
          }
        };
    return new Waiter(
        virtual ? Thread.ofVirtual().start(task) : Thread.ofPlatform().start(task), end);
  }

  @Test
  void waits_end_by_time_and_by_interrupt() throws Exception {
    SystemVSemaphore set = create(0);
    assertThat(set.acquire(SHORT)).isFalse();
    assertThat(set.tryAcquire()).isFalse();
    for (boolean virtual : List.of(false, true)) {
      Waiter waiter = waiter(virtual, set);
      Eventually.holds(() -> set.waiting(0) == 1);
      waiter.thread().interrupt();
      assertThat(Eventually.result(waiter.end())).isEqualTo("InterruptedException");
    }
    set.release();
    assertThat(set.acquire(Child.PATIENCE)).isTrue();
  }

  @Test
  void virtual_threads_wait_without_their_carriers() throws Exception {
    SystemVSemaphore set = create(0);
    int many = 200;
    CountDownLatch out = new CountDownLatch(many);
    for (int i = 0; i < many; i++) {
      CompletableFuture<Void> _ = waiter(true, set).end().thenRun(out::countDown);
    }
    CompletableFuture<String> other = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> other.complete("ran"));
    assertThat(Eventually.result(other)).isEqualTo("ran");
    set.operate(new Operation(0, many));
    assertThat(out.await(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void several_operations_are_one_or_none() throws Exception {
    SystemVSemaphore set = create(2, 0, 5);
    assertThat(set.size()).isEqualTo(3);
    assertThat(set.tryOperate(new Operation(0, -2), new Operation(1, -1))).isFalse();
    assertThat(set.value(0)).isEqualTo(2);
    assertThat(set.tryOperate(new Operation(0, -2), new Operation(1, 1))).isTrue();
    assertThat(set.value(0)).isZero();
    assertThat(set.operate(SHORT, new Operation(1, 0))).isFalse();
    set.set(1, 0);
    assertThat(set.operate(Child.PATIENCE, new Operation(1, 0))).isTrue();
    assertThat(set.waitingForZero(2)).isZero();
  }

  @Test
  void limits_and_mistakes_are_told_by_name() {
    SystemVSemaphore set = create(SystemVSemaphore.LARGEST);
    assertThatThrownBy(set::release)
        .isInstanceOf(SystemLimitException.class)
        .hasMessageContaining("32767");
    assertThatThrownBy(() -> set.tryOperate(new Operation(1, 1)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> create(1)).isInstanceOf(ObjectExistsException.class);
    assertThatThrownBy(() -> SystemVSemaphore.createPrivate())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SystemVSemaphore.create(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("createPrivate");
    assertThatThrownBy(() -> SystemVSemaphore.createPrivate(new int[1_000_000]))
        .isInstanceOf(SystemLimitException.class)
        .hasMessageContaining("kernel.sem");
    Operation[] tooMany = new Operation[100_000];
    Arrays.fill(tooMany, new Operation(0, 0));
    assertThatThrownBy(() -> set.tryOperate(tooMany))
        .isInstanceOf(SystemLimitException.class)
        .hasMessageContaining("kernel.sem");
    assertThatThrownBy(() -> SystemVSemaphore.key(Path.of("/no/such/file"), 1))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void a_set_without_a_key_is_known_by_its_id() {
    SystemVSemaphore set = SystemVSemaphore.createPrivate(3);
    made.add(set);
    assertThat(SystemVSemaphore.ofId(set.id()).value(0)).isEqualTo(3);
  }

  @Test
  void another_user_is_refused(@TempDir Path directory) throws IOException {
    SystemVSemaphore set = create(9);
    String[] arguments = {"" + KEY, "" + set.id()};
    if (OtherUser.isThere()) {
      try (Child stranger =
          new OtherUser(directory, StrangerRole.class).java(StrangerRole.class, arguments)) {
        assertThat(stranger.await("refused")).contains("EACCES");
        assertThat(stranger.await("refused")).contains("EACCES");
      }
    } else {
      try (Child friend = Child.java(StrangerRole.class, arguments)) {
        assertThat(friend.await("opened")).isEqualTo("9");
      }
    }
  }
}
