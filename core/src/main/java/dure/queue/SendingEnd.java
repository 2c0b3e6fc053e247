// SPDX-License-Identifier: Apache-2.0
package dure.queue;

/// Where messages go into an engine: a step each, that never waits.
///
/// A *claim* is a small number that names the room claimed until it is published or given up. All
/// methods may throw [dure.DamagedMailboxException].
public interface SendingEnd {
  /// Claims room for a message of `size` bytes, or [Engine#NOT_NOW]. The size has been checked
  /// against the mailbox's.
  int tryClaim(long size);

  /// Whether there seems to be room; true where that cannot be told without a claim. For any
  /// thread.
  boolean hasRoom();

  /// Where to write the message of a claim of `size` bytes.
  long roomAddress(int claim, long size);

  /// Makes a message of `size` bytes visible in the room of a claim of `claimed` bytes. This is the
  /// point of acceptance. It never waits, also if receivers have gone past the claim meanwhile.
  ///
  /// @param label what the sender says of it
  /// @return what to call the message afterwards, if it is wanted
  int publish(int claim, long claimed, long size, Attributes label);

  /// A claim stays open for longer than a moment, so that no other is to wait for its end.
  default void keepClaim(int claim) {}

  /// Gives a claim up; no receiver ever sees it.
  void abandon(int claim);

  /// What has become of a message that was published *wanted*.
  ///
  /// @param sent its claim
  SendState fate(int sent);

  /// The id of the participant that has taken a wanted message; 0 if that cannot be told, or no
  /// receiver was done with it.
  long receiver(int sent);

  /// How many messages there are up to a wanted one, itself included.
  ///
  /// @param inHand whether to count those that a receiver has in hand; where that cannot be told,
  ///   all that no receiver may have are counted if not
  long upTo(int sent, boolean inHand);

  /// Ends the wait for a wanted message: from now on it is like any other, or no more.
  ///
  /// @param withdraw whether to take it back, if no receiver has ever had it
  /// @return what has become of it: for good, unless it is [SendState#WAITING] or [SendState#TAKEN]
  SendState settle(int sent, boolean withdraw);
}
