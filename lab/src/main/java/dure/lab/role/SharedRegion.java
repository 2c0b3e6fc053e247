// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.memory.Region;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// A piece of shared memory that the processes of a scenario agree on.
///
/// @param region the memory
record SharedRegion(Region region) implements AutoCloseable {
  private static final long BYTES = 4096;
  private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

  /// The region of a name, which the first process that comes creates.
  static SharedRegion named(String name) {
    return new SharedRegion(Region.posix(name).size(BYTES).attachOrCreate());
  }

  /// Its memory.
  MemorySegment memory() {
    return region.segment();
  }

  /// The word at an offset, as it is now.
  long read(long offset) {
    return (long) WORD.getAcquire(memory(), offset);
  }

  /// Sets the word at an offset.
  void write(long offset, long value) {
    WORD.setRelease(memory(), offset, value);
  }

  @Override
  public void close() {
    region.close();
  }
}
