// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.memory.SharedFile;
import dure.queue.Ground;

/// The file of an unbounded mailbox, which has memory only where messages are.
///
/// @param file the region's
/// @param most how much of it may have memory, in bytes
record FileGround(SharedFile file, long most) implements Ground {
  @Override
  public void allocate(long offset, long bytes) {
    file.allocate(offset, bytes, most);
  }

  @Override
  public void giveBack(long offset, long bytes) {
    file.giveBack(offset, bytes);
  }
}
