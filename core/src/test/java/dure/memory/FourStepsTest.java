// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dure.testkit.Bound;
import dure.testkit.Child;
import dure.testkit.JavaCommand;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The four steps of the lecture: B creates a region, A attaches it, B writes, A reads. For the
/// first two the kernel is needed; for the others it is not.
class FourStepsTest extends Regions {
  private static final int MANY = 100_000;

  /// Byte offsets: what B has written last, what A has read last.
  private static final long WRITTEN = 0;

  private static final long READ = 64;
  private static final VarHandle WORD = JAVA_LONG.varHandle();

  /// Writes and reads in turn with its partner, who does the same the other way round.
  static final class A {
    private A() {}

    public static void main(String[] arguments) {
      try (Region region = builder(arguments[0]).attach()) {
        long rounds = Long.parseLong(arguments[1]);
        for (long i = 1; i <= rounds; i++) {
          while ((long) WORD.getAcquire(region.segment(), WRITTEN) != i) {
            Thread.onSpinWait();
          }
          WORD.setRelease(region.segment(), READ, i);
        }
        System.out.println("read " + rounds);
      }
    }
  }

  /// Creates, and writes when the last value was read.
  static final class B {
    private B() {}

    public static void main(String[] arguments) {
      try (Region region = builder(arguments[0]).size(4096).create()) {
        System.out.println("created");
        long rounds = Long.parseLong(arguments[1]);
        for (long i = 1; i <= rounds; i++) {
          WORD.setRelease(region.segment(), WRITTEN, i);
          while ((long) WORD.getAcquire(region.segment(), READ) != i) {
            Thread.onSpinWait();
          }
        }
        System.out.println("wrote " + rounds);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void reading_what_another_process_writes_makes_no_system_call(Named kind) throws Exception {
    // LECTURE: 3
    int few = systemCallsOfA(words(kind), 0);
    Bound.holds(1_000, () -> systemCallsOfA(words(kind), MANY) - few);
  }

  private int systemCallsOfA(String words, int rounds) throws IOException {
    Path report = directory.resolve("calls" + rounds);
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-c", "-o", "" + report));
    command.addAll(JavaCommand.jvm(A.class));
    command.addAll(List.of(A.class.getName(), words, "" + rounds));
    try (Child b = Child.java(B.class, words, "" + rounds)) {
      b.await("created");
      try (Child a = Child.command(command.toArray(String[]::new))) {
        a.await("read " + rounds);
        a.awaitSuccess();
      }
      b.await("wrote " + rounds);
      b.awaitSuccess();
    }
    // The report's last line: 100.00 seconds usecs calls [errors] total
    String[] total = Files.readAllLines(report).getLast().strip().split("\\s+", -1);
    return Integer.parseInt(total[3]);
  }
}
