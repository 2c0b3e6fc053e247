// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.testkit.Bound;
import dure.testkit.Child;
import dure.testkit.JavaCommand;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What nobody else wants at the moment costs no system call.
@SuppressWarnings("LockNotBeforeTry") // locks are what is tested
class UncontendedTest {
  /// Uses everything, alone, so many times.
  static final class AloneRole {
    public static void main(String[] arguments) throws Exception {
      MemorySegment memory = TestRegion.map(arguments[0]);
      long at = 0;
      SpinLock spin = SpinLock.at(memory, at);
      SharedLock lock = SharedLock.at(memory, at += SpinLock.BYTES);
      SharedReadWriteLock readWrite = SharedReadWriteLock.at(memory, at += SharedLock.BYTES);
      SharedSemaphore semaphore =
          SharedSemaphore.create(memory, at += SharedReadWriteLock.BYTES, 1);
      SharedEvent event = SharedEvent.at(memory, at += SharedSemaphore.BYTES);
      SharedCondition condition = lock.newCondition();
      Lock[] locks = {spin, lock, readWrite.readLock(), readWrite.writeLock()};
      int rounds = Integer.parseInt(arguments[1]);
      for (int i = 0; i < rounds; i++) {
        for (Lock each : locks) {
          each.lock();
          each.unlock();
        }
        semaphore.acquire();
        semaphore.release();
        lock.lock();
        condition.signal();
        condition.signalAll();
        lock.unlock();
        event.await(event.raise() - 1);
      }
    }
  }

  @Test
  void a_hundred_thousand_rounds_make_as_many_system_calls_as_none(@TempDir Path directory)
      throws Exception {
    // LECTURE: 3
    int few = systemCalls(0, directory.resolve("few"));
    Bound.holds(1_500, () -> systemCalls(100_000, directory.resolve("many")) - few);
  }

  private static int systemCalls(int rounds, Path report) throws Exception {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-c", "-o", report.toString()));
    command.addAll(JavaCommand.jvm(AloneRole.class));
    command.add(AloneRole.class.getName());
    try (TestRegion region = new TestRegion()) {
      command.addAll(List.of(region.file.toString(), "" + rounds));
      try (Child player = Child.command(command.toArray(String[]::new))) {
        player.awaitSuccess();
      }
    }
    // The report's last line: 100.00 seconds usecs calls [errors] total
    String[] total = Files.readAllLines(report).getLast().strip().split("\\s+", -1);
    return Integer.parseInt(total[3]);
  }
}
