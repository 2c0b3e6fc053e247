// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.DureException;
import dure.file.SharedFile;
import dure.queue.SegmentMemory;
import java.util.function.Supplier;

/// The file of an unbounded mailbox, which has memory only where messages are.
final class SegmentFile implements SegmentMemory {
  private final SharedFile file;
  private final long most;
  private final Supplier<DureException> gone;
  private boolean shut;

  /// @param file the region's
  /// @param most how much of it may have memory, in bytes
  /// @param gone what to throw once it is shut
  SegmentFile(SharedFile file, long most, Supplier<DureException> gone) {
    this.file = file;
    this.most = most;
    this.gone = gone;
  }

  @Override
  public synchronized void allocate(long offset, long bytes) {
    requireOpen();
    file.allocate(offset, bytes, most);
  }

  @Override
  public synchronized void giveBack(long offset, long bytes) {
    requireOpen();
    file.giveBack(offset, bytes);
  }

  /// From now on no thread changes the file through it, even one that has begun to.
  synchronized void shut() {
    shut = true;
  }

  private void requireOpen() {
    if (shut) {
      throw gone.get();
    }
  }
}
