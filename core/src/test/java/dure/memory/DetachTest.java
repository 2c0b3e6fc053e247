// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dure.raw.Words;
import dure.testkit.Child;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Detaching while threads are inside harms none of them, however they go there. In a process of
/// its own, because what this is about would take the JVM down.
class DetachTest extends Regions {
  @ParameterizedTest
  @EnumSource
  void threads_that_go_by_address_survive(Named kind) {
    String words = words(kind);
    try (Region _ = builder(words).size(16_384).create();
        Child child = Child.java(Detacher.class, words)) {
      assertThat(child.await("survived")).isEqualTo("40 times");
      child.awaitSuccess();
    }
  }

  @ParameterizedTest
  @EnumSource
  void and_so_at_an_address_of_the_callers(Named kind) {
    String words = words(kind);
    try (Region _ = builder(words).size(16_384).create();
        Child child = Child.java(Detacher.class, words, "at")) {
      assertThat(child.await("survived")).isEqualTo("40 times");
      child.awaitSuccess();
    }
  }

  /// Attaches and detaches while its threads read and write without a pause.
  static final class Detacher {
    private static final int TIMES = 40;
    private static final long ADDRESS = 0x2000_0000_0000L;

    private Detacher() {}

    public static void main(String[] arguments) throws InterruptedException {
      AtomicReference<Region> current = new AtomicReference<>(attach(arguments));
      AtomicLong rounds = new AtomicLong();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        threads.add(
            Thread.ofPlatform()
                .daemon()
                .start(() -> {
                  while (true) {
                    touch(current.get());
                    rounds.incrementAndGet();
                  }
                }));
      }
      for (int i = 0; i < TIMES; i++) {
        for (long before = rounds.get(); rounds.get() < before + 20; ) {
          Thread.onSpinWait();
        }
        if (arguments.length > 1) {
          current.get().close();
          current.set(attach(arguments));
        } else {
          current.getAndSet(attach(arguments)).close();
        }
      }
      assertThat(threads).allMatch(Thread::isAlive);
      System.out.println("survived " + TIMES + " times");
      System.exit(0);
    }

    private static Region attach(String[] arguments) {
      RegionBuilder builder = builder(arguments[0]);
      return arguments.length > 1 ? builder.at(ADDRESS).attach() : builder.attach();
    }

    private static void touch(Region region) {
      byte[] bytes = new byte[256];
      for (long offset = 0; offset < 16_384; offset += 256) {
        long address = region.address() + offset;
        Words.longCas(address, Words.longVolatile(address), offset);
        Words.longGetAndAdd(address + 8, 1);
        Words.copyOut(address, bytes, 0, bytes.length);
        Words.copyIn(bytes, 0, bytes.length, address);
      }
      try {
        region.segment().fill((byte) 7);
      } catch (IllegalStateException closed) {
        // as it should be
      }
    }
  }
}
