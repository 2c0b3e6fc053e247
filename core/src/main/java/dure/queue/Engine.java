// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import dure.Message;
import dure.gate.Gate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a mailbox asks of the memory it lives in, never waiting: the steps of the shared protocol.
///
/// A *claim* and a *take* are small numbers that name the room claimed or the message taken, until
/// they are published or given back. All methods may throw [dure.DamagedMailboxException].
public interface Engine extends MessageView, MessageSource {
  /// Instead of a claim or a take: not now.
  int NOT_NOW = -1;

  /// Instead of a sender's id: anybody's.
  long ANYBODY = 0;

  /// Claims room for a message of `size` bytes, or [#NOT_NOW]. The size has been checked against
  /// the mailbox's.
  int tryClaim(long size);

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

  /// Gives a claim up; nobody ever sees it.
  void abandon(int claim);

  /// What has become of a message that was published *wanted*.
  ///
  /// @param sent its claim
  SendState fate(int sent);

  /// The id of the participant that has taken a wanted message; 0 if that cannot be told, or nobody
  /// was done with it.
  long receiver(int sent);

  /// How many messages there are up to a wanted one, itself included.
  ///
  /// @param inHand whether to count those that a receiver has in hand; where that cannot be told,
  ///   all that nobody may have are counted if not
  long upTo(int sent, boolean inHand);

  /// Ends the wait for a wanted message: from now on it is like any other, or no more.
  ///
  /// @param withdraw whether to take it back, if nobody has ever had it
  /// @return what has become of it: for good, unless it is [SendState#WAITING] or [SendState#TAKEN]
  SendState settle(int sent, boolean withdraw);

  /// Passes on what a look finds of the messages that nobody has, in no order.
  ///
  /// @param sender whose, or [#ANYBODY]: then those that may come to this receiver
  void untaken(long sender, Consumer<Pending> into);

  /// A copy of a message that was seen; null if somebody has it by now.
  @Nullable Message copy(Pending seen);

  /// Takes a message that was seen, whatever comes before it, and gives it back as done; whether it
  /// was there still.
  ///
  /// @param contents what was seen of it
  /// @throws UnsupportedOperationException if everybody has the messages to itself
  default boolean remove(Pending seen, byte[] contents) {
    throw new UnsupportedOperationException(
        "where all receive everything, nobody can take a message away from the others");
  }

  /// Takes the next message, or [#NOT_NOW].
  ///
  /// @param inPlace whether the caller will work on it before giving it back, so that a death in
  ///   between must be told
  /// @param choice which is the next, where receivers may choose: 0 any, k > 0 the first of number
  ///   k, k < 0 the first of the lowest number up to −k
  int tryTake(boolean inPlace, long choice);

  /// A taken message is worked on for longer than a moment, so that no other is to wait for its
  /// end.
  default void keepTake(int take) {}

  /// Goes past a claim that stands before messages and is not published in a moment, so that a
  /// receiver that will not wait finds those; whether to look again.
  default boolean passesClaim() {
    return false;
  }

  /// Takes the oldest message, or [#NOT_NOW]: who makes room by it gives it back as done.
  default int tryTakeOldest() {
    return tryTake(false, 0);
  }

  /// How many messages there are, those in a receiver's hands included.
  long depth();

  /// Whether there seems to be a message for the taking.
  boolean hasMessage();

  /// Keeps a message that was taken in place after this thread has turned to other things.
  void hold(int take);

  /// Turns back, in this or another thread, to a message that was held, to give it back.
  void resume(int take);

  /// Begins to receive what is sent from now on, where that makes a difference.
  default void listen() {}

  /// Gives a message that was taken in place back as done and takes the next one in place, or says
  /// [#NOT_NOW]: as [#release] and [#tryTake], in fewer steps where an engine can.
  default int releaseAndTake(int take) {
    release(take);
    return tryTake(true, 0);
  }

  /// Gives a taken message back as one that came to nothing: it is gone, but a sender who waits for
  /// it is not told that anybody was done with it.
  default void bury(int take) {
    release(take);
  }

  /// Undoes or completes what a dead participant left half-done. Called by the holder of his lock
  /// only; may be killed at any point and done again.
  ///
  /// @return how many claims and messages were repaired
  int sweep(int participant);

  /// Where receivers wait.
  Gate messages();

  /// Where senders wait for room.
  Gate room();

  /// Where senders wait for what becomes of their messages.
  Gate fates();
}
