// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import java.util.stream.LongStream;

/// Where messages come out of an engine: a step each, that never waits.
///
/// A *take* is a small number that names the message taken until it is given back. All methods may
/// throw [dure.DamagedMailboxException].
public interface ReceivingEnd extends MessageView, MessageSource {
  /// Takes the next message, or [Engine#NOT_NOW].
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

  /// Takes the oldest message, or [Engine#NOT_NOW]: who makes room by it gives it back as done.
  default int tryTakeOldest() {
    return tryTake(false, 0);
  }

  /// Whether there seems to be a message for the taking. For any thread.
  boolean hasMessage();

  /// The numbers of the messages that there seem to be for the taking, in no order; none where
  /// receivers cannot choose. For any thread.
  default LongStream numbers() {
    return LongStream.empty();
  }

  /// Keeps a message that was taken in place after this thread has turned to other things.
  void hold(int take);

  /// Turns back, in this or another thread, to a message that was held, to give it back.
  void resume(int take);

  /// Gives a message that was taken in place back as done and takes the next one in place, or says
  /// [Engine#NOT_NOW]: as [#release] and [#tryTake], in fewer steps where an engine can.
  default int releaseAndTake(int take) {
    release(take);
    return tryTake(true, 0);
  }

  /// Gives a taken message back as one that came to nothing: it is gone, but a sender that waits
  /// for it is not told of an acknowledgement.
  default void bury(int take) {
    release(take);
  }
}
