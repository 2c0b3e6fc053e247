// SPDX-License-Identifier: Apache-2.0
package dure;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A mailbox of values of one type: each call as [Mailbox] has it, with a [Codec] between the value
/// and the message. Made by [Mailbox#typed].
///
/// **Sending.** A value that the codec refuses is a [CodecException], and nothing is sent. Values
/// of a [Codec.Fixed] are written where they will lie, without a copy, if the mailbox has room to
/// claim.
///
/// **Receiving.** A message is decoded before it is given back as done. If the codec refuses it, it
/// is given back *undone*: nothing is lost, the caller gets a [CodecException], and the message
/// comes again, to the next receiver. A mailbox whose messages may be of many makers is therefore
/// best created with [MailboxBuilder#deadLetters], where such a message ends after so many
/// attempts; without them it stays at the head until a receiver takes it out with
/// [Mailbox#receive()]. A mailbox that does not keep messages in hand ([Mailbox#supportsInPlace])
/// has handed such a message out, and it is gone.
///
/// For any number of threads. Closing it closes the mailbox.
///
/// @param <T> the values, never null
public final class TypedMailbox<T> implements AutoCloseable {
  private final Mailbox mailbox;
  private final Codec<T> codec;
  private final Codec.@Nullable Fixed<T> inPlace;

  // Made once, so that receiving allocates nothing.
  private final Function<Message, T> toValue = this::decode;
  private final Function<Message, TypedMessage<T>> toMessage = this::message;

  /// For [Mailbox#typed].
  TypedMailbox(Mailbox mailbox, Codec<T> codec) {
    this.mailbox = mailbox;
    this.codec = codec;
    this.inPlace = codec instanceof Codec.Fixed<T> fixed && hasRoomToClaim() ? fixed : null;
    if (codec instanceof Codec.Fixed<T> fixed && fixed.size() > mailbox.settings().messageSize()) {
      throw new MessageTooLargeException(
          name(),
          "a value of this codec takes "
              + fixed.size()
              + " bytes and does not fit: this mailbox takes up to "
              + mailbox.settings().messageSize()
              + ". Create it with a larger message size");
    }
  }

  /// A rendezvous has no room; and where senders do not wait for room, a send and a claim mean
  /// different things.
  private boolean hasRoomToClaim() {
    return mailbox.supportsInPlace()
        && !(mailbox.settings().capacity() instanceof Capacity.Zero)
        && mailbox.settings().whenFull() == WhenFull.WAIT;
  }

  /// The mailbox.
  public Mailbox mailbox() {
    return mailbox;
  }

  /// The codec.
  public Codec<T> codec() {
    return codec;
  }

  /// Sends a value, waiting for room.
  ///
  /// @throws MessageTooLargeException if its bytes are more than the mailbox's message size
  public void send(T value) throws InterruptedException {
    if (inPlace == null) {
      mailbox.send(encode(value));
    } else {
      Objects.requireNonNull(value);
      write(inPlace, value, room(inPlace, Deadline.NEVER));
    }
  }

  /// Sends a value, waiting for room at most `within`; whether it was accepted.
  public boolean send(T value, Duration within) throws InterruptedException {
    if (inPlace == null) {
      return mailbox.send(encode(value), within);
    }
    Objects.requireNonNull(value);
    return write(inPlace, value, room(inPlace, Deadline.after(within)));
  }

  /// Sends a value if there is room now; whether it was accepted.
  public boolean trySend(T value) {
    if (inPlace == null) {
      return mailbox.trySend(encode(value));
    }
    Objects.requireNonNull(value);
    try {
      return write(inPlace, value, room(inPlace, Deadline.NOW));
    } catch (OutOfSharedMemoryException atItsLimit) {
      return false;
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// Sends a value in a way of one's own, as [Mailbox#send(byte\[\],Sending)].
  public Receipt send(T value, Sending how) throws InterruptedException {
    return mailbox.send(encode(value), how);
  }

  /// Hands a value over: returns when a receiver has taken it.
  public void transfer(T value) throws InterruptedException {
    mailbox.transfer(encode(value));
  }

  /// Hands a value over, waiting at most `within`; whether a receiver has taken it. If not, no
  /// receiver ever will.
  public boolean transfer(T value, Duration within) throws InterruptedException {
    return mailbox.transfer(encode(value), within);
  }

  /// Hands a value over if a receiver is waiting now; whether it has taken it.
  public boolean tryTransfer(T value) {
    return mailbox.tryTransfer(encode(value));
  }

  /// Receives the next value, waiting for one.
  public T receive() throws InterruptedException {
    return Objects.requireNonNull(next(toValue, Deadline.NEVER));
  }

  /// Receives the next value, waiting for one at most `within`; null if none came.
  public @Nullable T receive(Duration within) throws InterruptedException {
    return next(toValue, Deadline.after(within));
  }

  /// Receives the next value if there is one now, else null.
  public @Nullable T tryReceive() {
    return now(toValue);
  }

  /// Receives the next value with what is known of its message, waiting for one.
  public TypedMessage<T> receiveMessage() throws InterruptedException {
    return Objects.requireNonNull(next(toMessage, Deadline.NEVER));
  }

  /// Receives the next value with what is known of its message, waiting for one at most `within`;
  /// null if none came.
  public @Nullable TypedMessage<T> receiveMessage(Duration within) throws InterruptedException {
    return next(toMessage, Deadline.after(within));
  }

  /// Receives the next value with what is known of its message if there is one now, else null.
  public @Nullable TypedMessage<T> tryReceiveMessage() {
    return now(toMessage);
  }

  /// Receives the next value to be acknowledged, waiting for one.
  ///
  /// @throws CodecException if the codec refuses it; the message is given back
  public TypedDelivery<T> receiveDelivery() throws InterruptedException {
    return delivery(mailbox.receiveDelivery());
  }

  /// Receives the next value to be acknowledged, waiting for one at most `within`; null if none
  /// came.
  public @Nullable TypedDelivery<T> receiveDelivery(Duration within) throws InterruptedException {
    Delivery delivery = mailbox.receiveDelivery(within);
    return delivery == null ? null : delivery(delivery);
  }

  /// Receives the next value to be acknowledged if there is one now, else null.
  public @Nullable TypedDelivery<T> tryReceiveDelivery() {
    Delivery delivery = mailbox.tryReceiveDelivery();
    return delivery == null ? null : delivery(delivery);
  }

  private TypedDelivery<T> delivery(Delivery delivery) {
    try {
      return new TypedDelivery<>(message(delivery.message()), delivery);
    } catch (RuntimeException refused) {
      delivery.close();
      throw refused;
    }
  }

  private TypedMessage<T> message(Message message) {
    return new TypedMessage<>(decode(message), message.stamps());
  }

  /// The next message, decoded where it lies if it lies anywhere; null if none came in time.
  private <R> @Nullable R next(Function<Message, R> decoder, long deadline)
      throws InterruptedException {
    if (!mailbox.supportsInPlace()) {
      Message message = mailbox.channel().receive(Choice.NEXT, deadline);
      return message == null ? null : decoder.apply(message);
    }
    Channel.Unsettled taken = mailbox.channel().take(Channel.Use.READ, deadline);
    if (taken == null) {
      return null;
    }
    R decoded;
    try {
      decoded = decoder.apply(taken.message());
    } catch (Throwable failure) {
      taken.giveBack(failure);
      throw failure;
    }
    taken.settle(true);
    return decoded;
  }

  private <R> @Nullable R now(Function<Message, R> decoder) {
    try {
      return next(decoder, Deadline.NOW);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private @Nullable Claim room(Codec.Fixed<T> fixed, long deadline) throws InterruptedException {
    return mailbox.channel().claimBriefly(fixed.size(), deadline);
  }

  /// The values as they arrive, until the mailbox is deleted. Each is received when the stream asks
  /// for it and not before, so `limit(3)` receives three; what the stream receives is gone from the
  /// mailbox, also if its operation fails.
  ///
  /// The stream throws what [#receive()] does, but for the deletion, which ends it; and a
  /// [java.util.concurrent.CancellationException] when its thread is interrupted while it waits.
  public Stream<T> stream() {
    return StreamSupport.stream(new Arrivals<>(this, null), false);
  }

  /// The values as they arrive, until the mailbox is deleted, or none has come for this long.
  public Stream<T> stream(Duration longest) {
    return StreamSupport.stream(new Arrivals<>(this, Objects.requireNonNull(longest)), false);
  }

  /// The bytes of a value.
  ///
  /// @throws CodecException if the codec refuses it
  public byte[] encode(T value) {
    Objects.requireNonNull(value);
    try {
      return codec.encode(value);
    } catch (RuntimeException refused) {
      throw notEncoded(refused);
    }
  }

  /// The value of a message, as for one from a [Delivery].
  ///
  /// @throws CodecException if the codec refuses it
  public T decode(Message message) {
    try {
      return Objects.requireNonNull(codec.decode(message), "the codec made null of it");
    } catch (DureException aboutTheMailbox) {
      throw aboutTheMailbox;
    } catch (RuntimeException refused) {
      throw new CodecException(
          name(),
          "message "
              + (message.position() == Message.UNKNOWN ? "" : message.position() + " ")
              + "of "
              + message.size()
              + " bytes cannot be decoded: "
              + refused.getMessage()
              + (mailbox.supportsInPlace()
                  ? ". It stays in the mailbox; receive it as bytes, or create the mailbox with"
                      + " dead letters"
                  : ". It was handed out and is gone; where that matters, receive bytes and decode"
                      + " them, or use a mailbox in shared memory"),
          refused);
    }
  }

  private boolean write(Codec.Fixed<T> fixed, T value, @Nullable Claim room) {
    if (room == null) {
      return false;
    }
    try (Claim claim = room) {
      try {
        fixed.encode(value, claim);
      } catch (RuntimeException refused) {
        throw notEncoded(refused);
      }
      claim.publish();
      return true;
    }
  }

  private CodecException notEncoded(RuntimeException refused) {
    return new CodecException(
        name(),
        "a value cannot be encoded: " + refused.getMessage() + "; nothing was sent",
        refused);
  }

  private String name() {
    return mailbox.address().toString();
  }

  /// Closes the mailbox.
  @Override
  public void close() {
    mailbox.close();
  }

  @Override
  public String toString() {
    return mailbox.toString();
  }
}
