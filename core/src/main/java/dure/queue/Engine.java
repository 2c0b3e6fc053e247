// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import dure.sync.Gate;

/// What a mailbox asks of the memory it lives in, never waiting: the steps of the shared protocol.
///
/// A *claim* and a *take* are small numbers that name the room claimed or the message taken, until
/// they are published or given back. All methods may throw [dure.DamagedMailboxException].
public interface Engine {
  /// Instead of a claim or a take: not now.
  int NOT_NOW = -1;

  /// Claims room for a message of `size` bytes, or [#NOT_NOW]. The size has been checked against
  /// the mailbox's.
  int tryClaim(long size);

  /// Where to write the message of a claim of `size` bytes.
  long roomAddress(int claim, long size);

  /// Makes a message of `size` bytes visible in the room of a claim of `claimed` bytes. This is the
  /// point of acceptance. It never waits, also if receivers have gone past the claim meanwhile.
  void publish(int claim, long claimed, long size);

  /// Gives a claim up; nobody ever sees it.
  void abandon(int claim);

  /// Takes the next message, or [#NOT_NOW].
  ///
  /// @param inPlace whether the caller will work on it before giving it back, so that a death in
  ///   between must be told
  int tryTake(boolean inPlace);

  /// The length of a taken message, checked.
  long size(int take);

  /// Where a taken message of `size` bytes lies.
  long messageAddress(int take, long size);

  /// Who sent a taken message.
  long sender(int take);

  /// The number of a taken message.
  long number(int take);

  /// How often a taken message was handed out before.
  int redelivered(int take);

  /// Gives a taken message back as done: it is gone, and its room is free.
  void release(int take);

  /// Gives a taken message back undone: it will be delivered again.
  void giveBack(int take);

  /// Undoes or completes what a dead participant left half-done. Called by the holder of his lock
  /// only; may be killed at any point and done again.
  ///
  /// @return how many claims and messages were repaired
  int sweep(int participant);

  /// Where receivers wait.
  Gate messages();

  /// Where senders wait.
  Gate room();
}
