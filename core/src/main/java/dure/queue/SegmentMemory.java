// SPDX-License-Identifier: Apache-2.0
package dure.queue;

/// The memory that an unbounded mailbox grows on.
public interface SegmentMemory {
  /// Gets memory for a part of the region.
  ///
  /// @param offset from the start of the region
  /// @throws dure.OutOfSharedMemoryException if that is more than the mailbox may take, or than
  ///   there is; then nothing has changed
  void allocate(long offset, long bytes);

  /// Gives the memory of a part of the region back; it reads as zeros.
  void giveBack(long offset, long bytes);
}
