// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dure.sync.SharedBarrier;
import dure.sync.SharedLock;
import dure.sync.SharedReadWriteLock;
import dure.sync.SpinLock;
import dure.testkit.Child;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Shared memory with a lock of each kind in it, victims that are killed there, and this process,
/// which survives.
final class LockScene implements AutoCloseable {
  static final long LOCK = 0;
  static final long SPIN = LOCK + SharedLock.BYTES;
  static final long SEMAPHORE = SPIN + SpinLock.BYTES;
  static final long EVENT = SEMAPHORE + 16;
  static final long READ_WRITE = EVENT + 16;
  static final long BARRIER = READ_WRITE + SharedReadWriteLock.BYTES;
  private static final long BYTES = BARRIER + SharedBarrier.BYTES;

  final MemorySegment memory;
  private final Path file;
  private final Arena arena = Arena.ofShared();
  private final List<Child> victims = new ArrayList<>();

  LockScene() throws IOException {
    file = Files.createFile(TestNamespace.sharedFile("dure-crash-locks"));
    memory = map(file, arena);
  }

  static MemorySegment map(String file) throws IOException {
    return map(Path.of(file), Arena.global());
  }

  private static MemorySegment map(Path file, Arena arena) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(MapMode.READ_WRITE, 0, BYTES, arena);
    }
  }

  /// Starts a victim that will stop at a step.
  Child victim(int step, String script) {
    List<String> arguments = new ArrayList<>(List.of(file.toString()));
    arguments.addAll(Arrays.asList(script.split(" ", -1)));
    Child victim =
        Child.java(
            List.of("-Dcrash.step=" + step), LockVictim.class, arguments.toArray(String[]::new));
    victims.add(victim);
    return victim;
  }

  /// Waits until the victim stands at its step, and kills it there.
  void kill(Child victim, int step) {
    for (String line = victim.line(); !line.equals("reached " + step); line = victim.line()) {
      assertThat(line).as("the victim must not get past its step").isNotEqualTo("end");
    }
    victim.kill();
  }

  /// Starts a victim, lets it come to its step, and kills it there.
  void dies(int step, String script) {
    kill(victim(step, script), step);
  }

  @Override
  public void close() throws IOException {
    victims.forEach(Child::close);
    arena.close();
    Files.delete(file);
  }
}
