// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import dure.linux.Errno;
import dure.linux.Futex;
import dure.testkit.Child;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Shared memory does not say that something new is in it: who looks now and then misses what came
/// and went, and who wants to know has to be told.
class NewsTest extends Regions {
  // LECTURE: 3

  private static final VarHandle WORD = JAVA_INT.varHandle();
  private static final int VALUES = 1000;

  /// Looks every 20 ms until the last value is there, and says how many it saw.
  static final class Looker {
    private Looker() {}

    public static void main(String[] arguments) throws InterruptedException {
      try (Region region = builder(arguments[0]).readOnly().attach()) {
        System.out.println("ready");
        int seen = 0;
        for (int last = 0; last < VALUES; Thread.sleep(20)) {
          int now = (int) WORD.getAcquire(region.segment(), 0L);
          seen += now == last ? 0 : 1;
          last = now;
        }
        System.out.println("saw " + seen);
      }
    }
  }

  /// Is told of each value, and tells when it has seen it.
  static final class Told {
    private Told() {}

    public static void main(String[] arguments) {
      try (Region region = builder(arguments[0]).attach()) {
        System.out.println("ready");
        int seen = 0;
        for (int last = 0; last < VALUES; ) {
          int result = Futex.wait(region.address(), last, TimeUnit.SECONDS.toNanos(60));
          if (Errno.ETIMEDOUT.is(result)) {
            break;
          }
          int now = (int) WORD.getAcquire(region.segment(), 0L);
          seen += now == last ? 0 : 1;
          last = now;
          WORD.setRelease(region.segment(), 64L, now);
          Futex.wake(region.address() + 64, 1);
        }
        System.out.println("saw " + seen);
      }
    }
  }

  @Test
  void who_only_looks_misses_the_moment() throws InterruptedException {
    String words = words(Named.POSIX);
    try (Region region = builder(words).size(4096).create();
        Child looker = Child.java(Looker.class, words)) {
      looker.await("ready");
      for (int value = 1; value <= VALUES; value++) {
        WORD.setRelease(region.segment(), 0L, value);
        Thread.sleep(1);
      }
      assertThat(Integer.parseInt(looker.await("saw"))).isBetween(1, VALUES - 1);
      looker.awaitSuccess();
    }
  }

  @Test
  void who_is_told_misses_none() {
    String words = words(Named.SYSTEM_V);
    try (Region region = builder(words).size(4096).create();
        Child told = Child.java(Told.class, words)) {
      told.await("ready");
      for (int value = 1; value <= VALUES; value++) {
        WORD.setRelease(region.segment(), 0L, value);
        Futex.wake(region.address(), 1);
        while ((int) WORD.getAcquire(region.segment(), 64L) != value) {
          Futex.wait(region.address() + 64, value - 1, TimeUnit.SECONDS.toNanos(1));
        }
      }
      assertThat(Integer.parseInt(told.await("saw"))).isEqualTo(VALUES);
      told.awaitSuccess();
    }
  }
}
