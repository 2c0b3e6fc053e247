// SPDX-License-Identifier: Apache-2.0
package dure;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What a transport provides for each open [Mailbox]: the fewest calls of which the mailbox makes
/// all its forms.
///
/// A call that may wait takes one [Deadline]: [Deadline#NOW], a moment, or [Deadline#NEVER]. With
/// `NOW` it does not throw an [InterruptedException]. What a channel cannot do stands in [#lacks],
/// and there its call is left as it is here: a refusal. Channels are safe for all threads.
public interface Channel extends AutoCloseable {
  /// Instead of the number of a message: there was no room in time.
  int NOT_SENT = -1;

  /// What a receiver does with a message that it takes.
  enum Use {
    /// Copy it into a buffer at once.
    COPY,
    /// Read it where it lies, at once, on this thread.
    READ,
    /// Work on it where it lies, on this thread.
    IN_PLACE,
    /// Keep it in hand, and say from any thread what came of it.
    DELIVERY
  }

  /// A message that was taken, until its receiver says what came of it.
  interface Unsettled {
    /// The message: valid until it is settled, and longer only if it was taken for a delivery.
    Message message();

    /// Gives the message back: done, or to be delivered again.
    void settle(boolean done);

    /// Gives the message back to be delivered again, because its handler failed. What the handler
    /// threw is what its caller has to know.
    ///
    /// @throws DureException if the handler failed because the message was lost under it
    default void giveBack(Throwable failure) {
      try {
        settle(false);
      } catch (DureException ended) {
        failure.addSuppressed(ended);
      }
    }
  }

  /// Where the mailbox is.
  Address address();

  /// What its creator chose, as far as the transport keeps it; for the rest, what it does anyway.
  MailboxSettings settings();

  /// What it looks like now.
  MailboxStatus status();

  /// What lies ahead of a send.
  Occupancy occupancy();

  /// Throws if the mailbox has ended, as far as this process knows without asking another.
  default void requireLive() {
    Occupancy _ = occupancy();
  }

  /// Opens this very mailbox once more, listening from now on, with the rights of this channel.
  /// Another that has taken its name meanwhile is not opened.
  default Channel another() {
    throw new UnsupportedOperationException(
        "mailbox '" + address() + "' has nothing that each listener receives for itself");
  }

  /// What this channel cannot do, and why, in words that follow the name of the mailbox.
  default Map<Feature, String> lacks() {
    return Map.of();
  }

  /// Puts a message into the mailbox.
  ///
  /// In a rendezvous a message waits for its receiver, so there it is sent until it is received at
  /// least. One to be received or acknowledged, with the deadline [Deadline#NOW], is sent only if a
  /// receiver waits at this moment.
  ///
  /// @param how with a priority or a number only where the mailbox has such an order
  /// @param deadline instead of the time that `how` says
  /// @return the number by which to [#await] it, or [#NOT_SENT]
  /// @throws MessageTooLargeException if it is longer than the mailbox's message size
  <S> int send(S message, Payload<S> payload, Sending how, long deadline)
      throws InterruptedException;

  /// As [#send], of a message that may have been sent before: a mailbox that knows messages by
  /// their identity takes it once, and any other takes it again.
  ///
  /// @param identity that no other message to this mailbox has
  default <S> int sendOnce(
      String identity, S message, Payload<S> payload, Sending how, long deadline)
      throws InterruptedException {
    return send(message, payload, how, deadline);
  }

  /// Sends a message as the plain send does, behind all that were sent before, and waits for
  /// nothing: the future is done when the message is accepted. Null where that cannot be had now,
  /// and then nothing was sent.
  default @Nullable CompletableFuture<Receipt> sendAhead(byte[] message) {
    return null;
  }

  /// A number that no mailbox at this address has had before, for its lifetime; 0 if the transport
  /// keeps none. Together with a message's position it identifies the message.
  default long incarnation() {
    return 0;
  }

  /// Waits for what becomes of a message that was sent until more than accepted. A message that is
  /// untaken when the time is over is withdrawn. With [Deadline#NOW] it is handed over at once: it
  /// stays, and counts as received, if a receiver waits that takes it, however soon that wakes.
  ///
  /// @throws InterruptedException if the message was taken back; else the thread's interrupt status
  ///   is set
  default Receipt await(int sent, Until until, long deadline) throws InterruptedException {
    throw refused(Feature.RECEIPTS);
  }

  /// Claims room for a message to be written in place; null if there was none in time.
  ///
  /// @throws MessageTooLargeException if it is longer than the mailbox's message size
  default @Nullable Claim claim(long size, long deadline) throws InterruptedException {
    throw refused(Feature.IN_PLACE);
  }

  /// The same, for a message that is written at once: others may wait for that.
  default @Nullable Claim claimBriefly(long size, long deadline) throws InterruptedException {
    return claim(size, deadline);
  }

  /// Receives a copy of the next message of a choice; null if none came in time. The message is
  /// given back as done before this returns.
  @Nullable Message receive(Choice choice, long deadline) throws InterruptedException;

  /// Receives the next message into a buffer of the caller's: its length; −1 if none came in time.
  ///
  /// @throws MessageTooLargeException if it is longer than the buffer, and stays
  default long receiveInto(MemorySegment buffer, long deadline) throws InterruptedException {
    Unsettled taken = take(Use.COPY, deadline);
    if (taken == null) {
      return -1;
    }
    boolean copied = false;
    try {
      long size = taken.message().size();
      if (size > buffer.byteSize()) {
        throw tooLong(size, buffer.byteSize(), "it stays in the mailbox");
      }
      taken.message().copyTo(buffer);
      copied = true;
      return size;
    } finally {
      taken.settle(copied);
    }
  }

  /// That the next message is longer than the buffer to receive it into.
  ///
  /// @param where it is now
  default MessageTooLargeException tooLong(long size, long room, String where) {
    return new MessageTooLargeException(
        address().toString(),
        "the next message has "
            + size
            + " bytes and the buffer "
            + room
            + "; "
            + where
            + ", receive it with a larger one");
  }

  /// Receives copies of at least `least` messages, or those that came in time, and of as many more
  /// as are there, up to `most`.
  default List<Message> receive(int least, int most, long deadline) throws InterruptedException {
    return Batches.receive(this, least, most, deadline);
  }

  /// Takes the next message; null if none came in time.
  default @Nullable Unsettled take(Use use, long deadline) throws InterruptedException {
    throw refused(use == Use.DELIVERY ? Feature.DELIVERIES : Feature.IN_PLACE);
  }

  /// Gives a message that was taken in place back as done, and takes the next one in place if there
  /// is one now; else null.
  default @Nullable Unsettled next(Unsettled done) {
    done.settle(true);
    try {
      return take(Use.IN_PLACE, Deadline.NOW);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// Copies of the first untaken messages, in the order of their receiving.
  default List<Message> browse(int most) {
    throw refused(Feature.BROWSING);
  }

  /// Takes a message that was seen, and is done with it; whether it was there still.
  default boolean remove(Message seen) {
    throw refused(Feature.BROWSING);
  }

  /// Copies of the untaken messages that were sent through this channel. Works also when the
  /// mailbox has ended, as long as the channel is open.
  default List<Message> untaken() {
    throw refused(Feature.UNTAKEN);
  }

  /// Makes one place to wait of several mailboxes, the first of which is this channel's.
  ///
  /// @param mailboxes at least one, no handle twice
  /// @throws IllegalArgumentException if they cannot be waited at together
  default MailboxSet together(List<Mailbox> mailboxes) {
    throw new IllegalArgumentException(
        "mailboxes of transport '" + address().scheme() + "' can be waited at only one by one");
  }

  /// Leaves. Calls under way end with a [MailboxClosedException], or with what came of them.
  @Override
  void close();

  /// The refusal of what this channel lacks.
  default UnsupportedOperationException refused(Feature feature) {
    return new UnsupportedOperationException(
        "mailbox '" + address() + "': " + lacks().get(feature));
  }

  /// How a message is sent here, if what was asked for is possible: in a rendezvous it is sent
  /// until it is received at least.
  ///
  /// @throws IllegalArgumentException if it has a priority or a number where there is no such
  ///   order, or is to be received where no one receiver could be waited for
  default Sending possible(Sending how) {
    if (lacks().containsKey(Feature.SENDING)) {
      throw refused(Feature.SENDING);
    }
    requireOrder(how.priority() != 0, Order.PRIORITY, "priorities");
    requireOrder(how.number() != 0, Order.NUMBER, "numbers");
    if (how.until() != Until.ACCEPTED) {
      requireReceipts();
    } else if (settings().capacity() instanceof Capacity.Zero) {
      return new Sending(Until.RECEIVED, how.priority(), how.number(), how.within());
    }
    return how;
  }

  /// A choice, if messages here can be chosen.
  ///
  /// @throws IllegalArgumentException if they have no numbers
  default Choice possible(Choice choice) {
    requireOrder(choice.code() != 0, Order.NUMBER, "numbers");
    return choice;
  }

  private void requireReceipts() {
    if (lacks().containsKey(Feature.RECEIPTS)) {
      throw refused(Feature.RECEIPTS);
    }
    if (settings().receivers() == Receivers.ALL) {
      throw impossible(
          "is for all who listen, so no one receiver could be waited for: send until 'accepted'");
    }
    if (settings().whenFull() == WhenFull.DROP_OLDEST) {
      throw impossible(
          "drops its oldest message when it is full, so one that is waited for could be dropped:"
              + " send until 'accepted'");
    }
  }

  private void requireOrder(boolean asked, Order order, String words) {
    if (asked && settings().order() != order) {
      String choice = order == Order.NUMBER ? "number" : "priority";
      throw impossible("has no " + words + ": create it with order '" + choice + "'");
    }
  }

  private IllegalArgumentException impossible(String why) {
    return new IllegalArgumentException("mailbox '" + address() + "' " + why);
  }

  /// @throws MessageTooLargeException if a message of this size is too long for the mailbox
  default void requireFits(long size) {
    long most = settings().messageSize();
    if (size > most || size < 0) {
      throw new MessageTooLargeException(
          address().toString(),
          "a message of "
              + size
              + " bytes does not fit: this mailbox takes up to "
              + most
              + "; nothing was sent. Create it with a larger message size, or send it in pieces");
    }
  }
}
