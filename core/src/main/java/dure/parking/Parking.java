// SPDX-License-Identifier: Apache-2.0
package dure.parking;

/// How a thread sleeps on a word of shared memory, and how others wake it.
public interface Parking {
  /// Sleeps while the word at `address` is `expected`, at most `nanos`. Returns when woken, when
  /// the time is over, when the thread is interrupted (its status is kept), or for no reason at
  /// all: the caller looks again.
  void park(long address, int expected, long nanos);

  /// Adds a word to those that a thread is about to sleep on at once.
  void add(WordSet to, long address, int expected);

  /// Wakes all sleepers of the word.
  void unparkAll(long address);

  /// Orders all that went before it against all that comes after it, on every processor that runs a
  /// participant: the sleeper's side of a hand-shake whose other side then needs no fence. Whether
  /// that includes this process's own threads.
  boolean barrier();
}
