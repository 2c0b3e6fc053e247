// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static dure.linux.Outcome.fails;
import static dure.linux.Outcome.good;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Waiting for descriptors: which has something to say, and for how long.
class PollTest {
  private static final long SHORT = MILLISECONDS.toNanos(30);
  private static final long LONG = Child.PATIENCE.toNanos();
  private static final int NONE = -1;

  @Test
  void a_process_says_something_when_it_ends() {
    try (Child child = Child.command("cat")) {
      int process = good(Processes.open((int) child.pid()));
      assertThat(Poll.await(new int[] {process}, SHORT)).containsExactly(false);
      child.endInput();
      assertThat(Poll.await(new int[] {NONE, process, NONE}, LONG))
          .containsExactly(false, true, false);
      child.awaitSuccess();
      Files.close(process);
    }
  }

  @Test
  void nothing_is_said_until_the_time_is_over() {
    long began = System.nanoTime();
    assertThat(Poll.await(new int[] {NONE}, SHORT)).containsExactly(false);
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(SHORT);
    assertThat(Poll.await(new int[0], 0)).isEmpty();
    assertThat(Poll.await(new int[] {NONE}, -1)).containsExactly(false);
  }

  @Test
  void signals_neither_end_a_wait_nor_make_it_longer() {
    long began = System.nanoTime();
    try (Caller waiting =
        Caller.calling(() -> Poll.await(new int[] {NONE}, 10 * SHORT)[0] ? 1 : 0)) {
      waiting.awaitInside(SystemCall.PPOLL);
      while (!waiting.isDone()) {
        waiting.signal();
        LockSupport.parkNanos(SHORT / 10);
      }
      assertThat(waiting.result()).isZero();
    }
    assertThat(System.nanoTime() - began).isBetween(10 * SHORT, LONG);
  }

  @Test
  void a_descriptor_that_is_not_open_says_so() {
    try (ShmDirectory directory = new ShmDirectory()) {
      int closed = directory.create("file", 0);
      Files.close(closed);
      assertThat(Poll.await(new int[] {NONE, closed}, LONG)).containsExactly(false, true);
    }
    fails(Errno.EFAULT, SystemCall.PPOLL.call(1, 1, 0, 0, Long.BYTES));
  }
}
