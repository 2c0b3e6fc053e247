// SPDX-License-Identifier: Apache-2.0
package dure.file;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dure.raw.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// A process whose threads read, write, compare-and-set and copy in a mapping without a pause,
/// while another detaches it and attaches it anew.
final class Detacher {
  private static final int BYTES = 4 * 4096;
  private static final int TIMES = 200;

  private Detacher() {}

  /// @param arguments the name of the file
  public static void main(String[] arguments) throws InterruptedException {
    AtomicBoolean running = new AtomicBoolean(true);
    AtomicLong rounds = new AtomicLong();
    try (SharedFile file = SharedFile.open(arguments[0], true)) {
      AtomicReference<Mapping> current = new AtomicReference<>(attach(file));
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  while (running.get()) {
                    touch(current.get());
                    rounds.incrementAndGet();
                  }
                }));
      }
      for (int i = 0; i < TIMES; i++) {
        for (long before = rounds.get(); rounds.get() < before + 20; ) {
          Thread.onSpinWait();
        }
        current.getAndSet(attach(file)).close();
      }
      running.set(false);
      for (Thread thread : threads) {
        thread.join();
      }
      current.get().close();
    }
    System.out.println("survived " + TIMES + " times");
  }

  private static Mapping attach(SharedFile file) {
    return Mapping.mirrored(file, BYTES, 4096, true);
  }

  private static void touch(Mapping mapping) {
    byte[] bytes = new byte[256];
    for (long offset = 0; offset < 2 * BYTES - 4096; offset += 256) {
      long address = mapping.address() + offset;
      Words.longCas(address, Words.longVolatile(address), offset);
      Words.longGetAndAdd(address + 8, 1);
      Words.copyOut(address, bytes, 0, bytes.length);
      Words.copyIn(bytes, 0, bytes.length, address);
      mapping.segment().asSlice(offset, 64).fill(mapping.segment().get(JAVA_BYTE, offset));
    }
  }
}
