// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import dure.layout.PairLayout;
import dure.raw.Words;

/// A walk of an observer along the records of a pair's ring, while sender and receiver go on. What
/// it comes upon may be gone by the time it is looked at; no content of the ring leads it out of
/// the ring, and it ends.
public final class PairWalk {
  private PairWalk() {}

  /// What is done at each record.
  @FunctionalInterface
  public interface Visitor {
    /// @param address of the record
    /// @param number of the record, counted as the head word counts
    void at(long address, long header, int number);
  }

  /// From the head to the last published record.
  ///
  /// @param ring its address
  /// @param ringBytes how long it is
  public static void over(
      long ring, long ringBytes, int capacity, long messageSize, long headWord, Visitor visitor) {
    long offset = PairLayout.headOffset(headWord) % ringBytes;
    int number = PairLayout.headCount(headWord);
    for (int seen = 0; seen < capacity; seen++, number++) {
      long header = Words.longAcquire(ring + offset);
      long size = PairLayout.messageSize(header);
      if (size < 0 || size > messageSize) {
        return;
      }
      visitor.at(ring + offset, header, number);
      offset = (offset + PairLayout.recordBytes(size)) % ringBytes;
    }
  }

  /// How many messages there are, without those that were taken back.
  public static int depth(
      long ring, long ringBytes, int capacity, long messageSize, long headWord) {
    int[] depth = {0};
    over(
        ring,
        ringBytes,
        capacity,
        messageSize,
        headWord,
        (address, header, number) -> depth[0] += PairLayout.isTakenBack(header) ? 0 : 1);
    return depth[0];
  }
}
