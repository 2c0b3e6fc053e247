// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dure.file.Mapping;
import dure.file.SharedFile;
import dure.raw.Words;
import dure.testkit.Asleep;
import dure.testkit.Child;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A process with two sleepers: one on a file that is cut to nothing, one on other memory.
final class SleeperOnCutFile {
  private SleeperOnCutFile() {}

  /// @param arguments the name of the file
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (SharedFile file = SharedFile.open(arguments[0], true);
        Mapping cut = Mapping.of(file, 4096, true);
        Arena arena = Arena.ofShared()) {
      MemorySegment whole = arena.allocate(JAVA_INT);
      Thread onCut = sleep(cut, cut.address());
      Thread other = sleep(whole, whole.address());
      System.out.println("asleep");
      int _ = System.in.read();
      Words.intVolatile(whole.address(), 1);
      new FutexParking(whole).unparkAll(whole.address());
      System.out.println("other: " + (other.join(Child.PATIENCE) ? "woken" : "hangs"));
      System.out.println(
          "one on the cut file: " + (onCut.join(Child.PATIENCE) ? "woken" : "hangs"));
    }
  }

  private static Thread sleep(Object memory, long address) {
    Thread thread =
        Thread.ofVirtual().start(() -> new FutexParking(memory).park(address, 0, Long.MAX_VALUE));
    Asleep.await(thread);
    return thread;
  }
}
