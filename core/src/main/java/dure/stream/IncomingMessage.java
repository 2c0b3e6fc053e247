// SPDX-License-Identifier: Apache-2.0
package dure.stream;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dure.CutMessageException;
import dure.Delivery;
import dure.LinkTakenException;
import dure.Mailbox;
import dure.MailboxDeletedException;
import dure.MailboxStatus.Details;
import dure.Message;
import dure.MessageHandler;
import dure.NoSuchMailboxException;
import dure.OwnerGoneException;
import dure.SystemFailureException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One message of any length as it comes in: a long one piece by piece, as its sender writes it, or
/// an ordinary one whole.
///
/// ```java
/// try (IncomingMessage message = IncomingMessage.from(mailbox)) {
///   Files.copy(message, film);
/// }
/// ```
///
/// Received at most once: a receiver that dies takes the message along, and its sender is told. One
/// that dies before it has begun to receive leaves it to the next. To close it before its end is to
/// give it up, and the sender gets a [CutMessageException]; as the receiver does when the sender
/// gives it up or dies.
///
/// For one thread at a time. Reading waits for the sender as long as needed; an interrupt ends it
/// with an [InterruptedIOException] and loses nothing.
public final class IncomingMessage extends InputStream implements ReadableByteChannel {
  private static final String GIVEN_UP = "its sender gave it up before it was received";
  private static final Message.Stamps NO_STAMPS = new Message.Stamps(0, 0, 0, 0, 0, 0);

  private final String mailbox;
  private final @Nullable Mailbox channel;
  private final OptionalLong length;
  private final MemorySegment piece;
  private long at;
  private long end;
  private long read;
  private boolean ended;
  private boolean closed;

  /// A long message.
  private IncomingMessage(String mailbox, @Nullable Mailbox channel, Announcement announcement) {
    this.mailbox = mailbox;
    this.channel = channel;
    this.length =
        announcement.length() == Announcement.UNKNOWN
            ? OptionalLong.empty()
            : OptionalLong.of(announcement.length());
    this.piece = MemorySegment.ofArray(new byte[announcement.pieceBytes()]);
  }

  /// An ordinary message.
  private IncomingMessage(String mailbox, Message whole) {
    this.mailbox = mailbox;
    this.channel = null;
    this.length = OptionalLong.of(whole.size());
    this.piece = MemorySegment.ofArray(whole.bytes());
    this.end = whole.size();
    this.ended = true;
  }

  /// Receives the next message, waiting for one.
  public static IncomingMessage from(Mailbox mailbox) throws InterruptedException {
    return Objects.requireNonNull(next(mailbox, null));
  }

  /// Receives the next message, waiting for one to begin at most `within`; null if none did.
  public static @Nullable IncomingMessage from(Mailbox mailbox, Duration within)
      throws InterruptedException {
    return next(mailbox, within);
  }

  private static @Nullable IncomingMessage next(Mailbox mailbox, @Nullable Duration within)
      throws InterruptedException {
    long began = System.nanoTime();
    while (true) {
      Delivery delivery =
          within == null
              ? mailbox.receiveDelivery()
              : mailbox.receiveDelivery(within.minusNanos(System.nanoTime() - began));
      if (delivery == null) {
        return null;
      }
      IncomingMessage message = begin(mailbox, delivery);
      if (message != null) {
        return message;
      }
    }
  }

  /// The message that was delivered; null if its sender has given it up already.
  private static @Nullable IncomingMessage begin(Mailbox mailbox, Delivery delivery) {
    try (delivery) { // gives it back to the next if this fails
      IncomingMessage announced = in(mailbox, delivery.message());
      delivery.acknowledge();
      if (announced == null) {
        return new IncomingMessage(mailbox.address().toString(), delivery.message());
      }
      return announced.wasGivenUp() ? null : announced;
    }
  }

  /// The long message that a received message announces; null if it is an ordinary one. For
  /// receivers with a loop of their own: they must be done with the announcement, as its receiver
  /// and for good, before they read from this.
  public static @Nullable IncomingMessage in(Mailbox mailbox, Message message) {
    Announcement announcement = Announcement.in(message);
    return announcement == null
        ? null
        : new IncomingMessage(mailbox.address().toString(), open(announcement), announcement);
  }

  private static @Nullable Mailbox open(Announcement announcement) {
    try {
      Mailbox channel = Mailbox.open(announcement.channel());
      if (isUntouched(channel, announcement)) {
        return channel;
      }
      channel.close();
    } catch (NoSuchMailboxException | OwnerGoneException | LinkTakenException overAlready) {
      // It was given up, or another receiver has it.
    } catch (SystemFailureException noAnswer) {
      // Its sender is stopped. It would hold up all messages behind it; so it is told to send
      // again.
    }
    return null;
  }

  /// Whether it is what was announced, and no other receiver has had some of it and died over it.
  private static boolean isUntouched(Mailbox channel, Announcement announcement) {
    Details details = channel.status().details();
    return channel.settings().messageSize() <= announcement.pieceBytes()
        && details != null
        && details.counters() != null
        && details.counters().received() == 0;
  }

  /// Whether its sender gave it up before it was received: then there is nothing to read.
  public boolean wasGivenUp() {
    return channel == null && !ended;
  }

  /// Its length in bytes, if its sender said so.
  public OptionalLong length() {
    return length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, into.length);
    return read(MemorySegment.ofArray(into).asSlice(from, count));
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int count = read(MemorySegment.ofBuffer(into));
    into.position(into.position() + Math.max(0, count));
    return count;
  }

  /// Reads some bytes into a segment: how many, or −1 at the end.
  public int read(MemorySegment into) throws IOException {
    requireOpen();
    if (into.byteSize() == 0) {
      return 0;
    }
    if (at == end && !ended && into.byteSize() >= piece.byteSize()) {
      int count = receive(into);
      return ended ? -1 : count;
    }
    if (at == end && !ended) {
      at = 0;
      end = receive(piece);
    }
    if (at == end) {
      return -1;
    }
    long count = Math.min(Math.min(into.byteSize(), end - at), Integer.MAX_VALUE);
    MemorySegment.copy(piece, at, into, 0, count);
    at += count;
    return (int) count;
  }

  /// Hands the next piece to a handler, in the sender's own buffer and without a copy; whether
  /// there was one. If the handler throws, the piece comes again.
  public <X extends Exception> boolean readInPlace(MessageHandler<X> handler)
      throws X, IOException {
    return readInPlace(handler, end -> {});
  }

  /// The same, with a handler for the end of the message: the sender learns that all is received
  /// when that has returned, and that the message was cut if it throws and this is closed. So a
  /// relay can wait for the next receiver.
  public <X extends Exception> boolean readInPlace(
      MessageHandler<X> handler, MessageHandler<X> atEnd) throws X, IOException {
    requireOpen();
    if (at < end) {
      byte[] rest = piece.asSlice(at, end - at).toArray(JAVA_BYTE);
      handler.handle(Message.of(rest, NO_STAMPS));
      at = end;
      return true;
    }
    Mailbox from = channel;
    if (ended) {
      return false;
    }
    if (from == null) {
      throw cut(GIVEN_UP);
    }
    long[] size = {0};
    boolean[] handling = {false};
    await(
        handling,
        () ->
            from.receiveInPlace(message -> {
              size[0] = message.size();
              handling[0] = true;
              (size[0] > 0 ? handler : atEnd).handle(message);
              handling[0] = false;
            }));
    note(size[0]);
    return !ended;
  }

  private int receive(MemorySegment into) throws IOException {
    Mailbox from = channel;
    if (from == null) {
      throw cut(GIVEN_UP);
    }
    long[] size = {0};
    this.<RuntimeException>await(new boolean[1], () -> size[0] = from.receiveInto(into));
    note(size[0]);
    return (int) size[0];
  }

  /// Waiting for a piece.
  private interface Wait<X extends Exception> {
    void done() throws X, InterruptedException;
  }

  /// @param handling whether a handler is at work: what it throws is its own
  private <X extends Exception> void await(boolean[] handling, Wait<X> wait) throws X, IOException {
    try {
      wait.done();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted in a message from '" + mailbox + "'");
    } catch (OwnerGoneException | MailboxDeletedException gone) {
      if (handling[0]) {
        throw gone;
      }
      close();
      throw cut("its sender has ended or given it up after " + read + " bytes");
    }
  }

  private void note(long size) {
    read += size;
    ended = size == 0;
    if (ended && length.isPresent() && read != length.getAsLong()) {
      close();
      throw cut("of " + length.getAsLong() + " bytes " + read + " came");
    }
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the message from '" + mailbox + "' is closed");
    }
  }

  private CutMessageException cut(String why) {
    return new CutMessageException(
        mailbox, "a message in pieces was cut: " + why + "; what has come of it is not all");
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  /// Gives up what has not come yet; at the end, frees the channel.
  @Override
  public void close() {
    closed = true;
    if (channel != null) {
      channel.close();
    }
  }
}
