// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.linux.Files;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The descriptors of this process: how many are open, and none left to open.
final class Descriptors {
  private static final List<Integer> TAKEN = new ArrayList<>();

  private Descriptors() {}

  static long open() throws IOException {
    try (var open = java.nio.file.Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  static void takeAll() {
    for (int fd; (fd = Files.open("/dev/null", Files.O_RDONLY, 0)) >= 0; ) {
      TAKEN.add(fd);
    }
  }

  static void giveBack(int count) {
    for (int i = 0; i < count; i++) {
      Files.close(TAKEN.removeLast());
    }
  }

  static void giveAllBack() {
    giveBack(TAKEN.size());
  }
}
