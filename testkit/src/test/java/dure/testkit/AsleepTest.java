// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// What a thread that waits looks like, and that others do not look so.
class AsleepTest {
  @Test
  void threads_that_park_wait() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    for (Thread.Builder kind : new Thread.Builder[] {Thread.ofPlatform(), Thread.ofVirtual()}) {
      Asleep.await(kind.start(() -> park(latch)));
    }
    latch.countDown();
  }

  private static void park(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      LockSupport.parkNanos(1_000_000_000);
    }
  }

  @Test
  void a_thread_inside_a_call_of_the_kernel_waits() {
    try (Child silent = Child.command("cat")) {
      Thread reader =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("child-" + silent.pid()))
              .findFirst()
              .orElseThrow();
      Asleep.await(reader);
      assertThat(reader.getState()).as("as Java sees it").isEqualTo(Thread.State.RUNNABLE);
    }
  }

  @Test
  void so_does_the_main_thread() throws Exception {
    Thread main = Thread.currentThread();
    Process cat = new ProcessBuilder("cat").start();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              Asleep.await(main);
              new PrintStream(cat.getOutputStream(), true, UTF_8).println("awake");
            });
    assertThat(cat.inputReader().readLine()).isEqualTo("awake");
    writer.join();
    cat.destroy();
    cat.waitFor();
  }

  @Test
  void a_thread_that_runs_is_never_asleep_and_is_waited_for() throws Exception {
    AtomicBoolean busy = new AtomicBoolean(true);
    CountDownLatch begun = new CountDownLatch(1); // until then it waits to be started
    CountDownLatch latch = new CountDownLatch(1);
    Thread runs =
        Thread.ofPlatform()
            .name("busy")
            .start(() -> {
              begun.countDown();
              while (busy.get()) {
                Thread.onSpinWait();
              }
              park(latch);
            });
    begun.await();
    try {
      for (int look = 0; look < 20; look++) {
        assertThat(Asleep.is(runs)).isFalse();
      }
    } finally {
      busy.set(false);
    }
    Asleep.await(runs);
    latch.countDown();
    runs.join();
  }

  @Test
  void a_thread_that_has_ended_never_waits() throws Exception {
    Thread ended = Thread.ofPlatform().start(() -> {});
    ended.join();
    assertThatThrownBy(() -> Asleep.await(ended)).hasMessageContaining("has ended");
  }
}
