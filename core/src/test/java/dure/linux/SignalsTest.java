// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The signal that does nothing: taken from nobody, and felt by nobody whom it is not for.
class SignalsTest {
  private static final int JDKS = 62;
  private static final int MANY = 10_000;

  @Test
  void it_is_a_real_time_signal_that_this_process_handles_and_the_jdk_does_not_use()
      throws IOException {
    assertThat(Signals.isThere()).isTrue();
    assertThat(Signals.number()).isBetween(34, 64).isNotEqualTo(JDKS);
    String caught =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigCgt:"))
            .findFirst()
            .orElseThrow()
            .substring("SigCgt:".length())
            .strip();
    assertThat(Long.parseUnsignedLong(caught, 16) >>> (Signals.number() - 1) & 1).isOne();
  }

  @Test
  void a_thread_in_the_middle_of_java_code_goes_on_as_if_nothing_had_been()
      throws InterruptedException {
    int[] number = new int[1];
    long[] sum = new long[1];
    boolean[] stop = new boolean[1];
    Thread busy =
        Thread.ofPlatform()
            .start(() -> {
              synchronized (number) {
                number[0] = Signals.thread();
              }
              Signals.unblock();
              for (boolean goesOn = true; goesOn; ) {
                byte[] garbage = new byte[1000];
                synchronized (number) {
                  sum[0] += garbage.length;
                  goesOn = !stop[0];
                }
              }
              Signals.settle();
            });
    Eventually.holds(() -> {
      synchronized (number) {
        return number[0] != 0;
      }
    });
    for (int i = 0; i < MANY; i++) {
      assertThat(Signals.interrupt(number[0])).isIn(0, -Errno.EAGAIN.number());
      if (i % 1000 == 0) {
        System.gc();
      }
    }
    synchronized (number) {
      assertThat(sum[0]).isPositive();
      stop[0] = true;
    }
    busy.join();
  }

  @Test
  void a_sleep_that_it_was_not_meant_for_is_as_long_as_it_was() throws InterruptedException {
    int me = Signals.thread();
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < 100; i++) {
                assertThat(Signals.interrupt(me)).isZero();
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
              }
            });
    long began = System.nanoTime();
    Thread.sleep(300);
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(300_000_000L);
    other.join();
  }

  @Test
  void there_is_no_thread_of_number_zero_to_be_interrupted() {
    assertThat(Errno.EINVAL.is(Signals.interrupt(0))).isTrue();
  }
}
