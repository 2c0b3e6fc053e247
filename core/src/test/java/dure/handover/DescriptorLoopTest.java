// SPDX-License-Identifier: Apache-2.0
package dure.handover;

import static org.assertj.core.api.Assertions.assertThat;

import dure.linux.EventFd;
import dure.linux.Files;
import dure.testkit.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// One thread for many descriptors.
class DescriptorLoopTest {
  private final DescriptorLoop loop = new DescriptorLoop("test-loop");

  /// Counts how often its eventfd rang, and is over when it has rung often enough.
  private static class Rung implements DescriptorLoop.Source, AutoCloseable {
    final int bell = EventFd.make();
    final AtomicInteger count = new AtomicInteger();
    final int most;

    Rung(int most) {
      this.most = most;
    }

    @Override
    public int[] descriptors() {
      return new int[] {bell};
    }

    @Override
    public boolean attend(boolean[] ready) {
      EventFd.silence(bell);
      return count.incrementAndGet() < most;
    }

    void awaitCount(int wanted) {
      Eventually.holds(() -> count.get() == wanted);
    }

    @Override
    public void close() {
      Files.close(bell);
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("test-loop"))
        .count();
  }

  @Test
  void one_thread_attends_to_all_and_ends_with_the_last() {
    try (Rung once = new Rung(1);
        Rung twice = new Rung(2)) {
      loop.add(once);
      loop.add(twice);
      EventFd.ring(once.bell);
      once.awaitCount(1);
      EventFd.ring(once.bell); // it is over, and hears nothing more
      EventFd.ring(twice.bell);
      twice.awaitCount(1);
      assertThat(threads()).isOne();
      EventFd.ring(twice.bell);
      twice.awaitCount(2);
      Eventually.holds(() -> threads() == 0);
      assertThat(once.count).hasValue(1);
      try (Rung later = new Rung(1)) {
        loop.add(later);
        EventFd.ring(later.bell);
        later.awaitCount(1);
      }
    }
    Eventually.holds(() -> threads() == 0);
  }

  @Test
  void a_source_that_fails_ends_no_other() {
    List<String> uncaught = new CopyOnWriteArrayList<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((_, thrown) -> uncaught.add(thrown.getMessage()));
    try (Rung fails =
            new Rung(0) {
              @Override
              public boolean attend(boolean[] ready) {
                throw new IllegalStateException("on purpose");
              }
            };
        Rung stays = new Rung(1)) {
      loop.add(fails);
      loop.add(stays);
      EventFd.ring(fails.bell);
      Eventually.holds(() -> threads() == 1);
      EventFd.ring(stays.bell);
      stays.awaitCount(1);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(uncaught).containsExactly("on purpose");
    Eventually.holds(() -> threads() == 0);
  }
}
