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
public interface Engine {
  /// Instead of a claim or a take: not now.
  int NOT_NOW = -1;

  /// Instead of a sender's id: anybody's.
  long ANYBODY = 0;

  /// Where messages go in.
  SendingEnd sendingEnd();

  /// Where messages come out.
  ReceivingEnd receivingEnd();

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

  /// How many messages there are, those in a receiver's hands included.
  long depth();

  /// Begins to receive what is sent from now on, where that makes a difference.
  default void listen() {}

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
