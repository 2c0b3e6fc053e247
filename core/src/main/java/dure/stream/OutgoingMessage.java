// SPDX-License-Identifier: Apache-2.0
package dure.stream;

import dure.Capacity;
import dure.CutMessageException;
import dure.DureException;
import dure.Mailbox;
import dure.MailboxFullException;
import dure.MailboxSettings;
import dure.MailboxStatus.Details;
import dure.MessageTooLargeException;
import dure.Owner;
import dure.Receipt;
import dure.Receipt.Outcome;
import dure.Receivers;
import dure.Sending;
import dure.Until;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// One message of any length on its way out. What is written goes to the receiver piece by piece,
/// through a buffer that is as large as it is told to be; when that is full, writing waits for the
/// receiver.
///
/// ```java
/// try (InputStream film = Files.newInputStream(path)) {
///   OutgoingMessage.send(mailbox, film);
/// }
/// ```
///
/// [#close] ends the message and returns when the receiver has the last piece. As with any output
/// stream, what is closed counts as complete: a writer that writes piece by piece and fails in
/// between must give the message up with [#abort], as [#send] does when its source fails, or say
/// the length beforehand. When a call of this class fails, the message has been given up. If this
/// process dies, or the receiver does, the other side gets a [CutMessageException].
///
/// Ordinary receivers of the mailbox see a short message in its place; [IncomingMessage] receives
/// both kinds. For one thread at a time. All calls wait as long as needed; an interrupt ends them
/// with an [InterruptedIOException].
public final class OutgoingMessage extends OutputStream implements WritableByteChannel {
  /// How much may be on its way, unless it is said: 1 MiB.
  public static final long DEFAULT_BUFFER = 1 << 20;

  /// The least that may be on its way: 16 KiB.
  public static final long LEAST_BUFFER = 16 << 10;

  /// How long a wait lasts before a look at the other side.
  private static final Duration SLICE = Duration.ofMillis(50);

  /// How long a sender waits between two looks at a receiver that works on the end.
  private static final Duration LOOK = Duration.ofMillis(5);

  private static final int PIECES = 16;
  private static final byte[] END = {};
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String mailbox;
  private final Mailbox channel;
  private final CompletableFuture<Receipt> announced;
  private final long length;
  private final MemorySegment piece;
  private int filled;
  private long written;
  private boolean over;
  private boolean endTaken;

  private OutgoingMessage(Mailbox mailbox, long length, long bufferBytes)
      throws InterruptedException {
    this.mailbox = mailbox.address().toString();
    this.length = length;
    int pieceBytes = Math.toIntExact(Math.min(bufferBytes / PIECES, Announcement.LARGEST_PIECE));
    String name =
        "stream."
            + ProcessHandle.current().pid()
            + "."
            + HexFormat.of().toHexDigits(RANDOM.nextLong());
    byte[] announcement = new Announcement(name, pieceBytes, length).bytes();
    requireFits(announcement, mailbox.settings().messageSize());
    this.channel = channel(name, mailbox.settings(), pieceBytes, bufferBytes);
    this.piece = MemorySegment.ofArray(new byte[pieceBytes]);
    this.announced = announce(mailbox, announcement);
  }

  private void requireFits(byte[] announcement, long messageSize) {
    if (announcement.length > messageSize) {
      throw new MessageTooLargeException(
          mailbox,
          "what goes in pieces is announced by a message of "
              + announcement.length
              + " bytes, longer than the "
              + messageSize
              + " bytes a message of this mailbox can have; nothing was sent. Create it with a"
              + " larger message size");
    }
  }

  /// The same users may open it as the mailbox, and it goes with this process.
  private static Mailbox channel(
      String name, MailboxSettings settings, int pieceBytes, long bufferBytes) {
    return Mailbox.named(name)
        .owner(Owner.PROCESS)
        .receivers(Receivers.PAIR)
        .capacity(Capacity.bounded(Math.toIntExact(bufferBytes / pieceBytes)))
        .messageSize(pieceBytes)
        .mode(settings.mode())
        .group(settings.group())
        .create();
  }

  /// In its place among the other messages, so that they keep their order.
  private CompletableFuture<Receipt> announce(Mailbox to, byte[] announcement)
      throws InterruptedException {
    boolean begun = false;
    try {
      CompletableFuture<Receipt> receipt =
          to.sendTracked(announcement, Sending.until(Until.ACKNOWLEDGED));
      boolean ended = receipt.isDone() && !receipt.isCompletedExceptionally();
      if (ended && receipt.join().outcome() == Outcome.NOT_SENT) {
        throw new MailboxFullException(
            mailbox, "it is full, and senders do not wait here: nothing was sent");
      }
      begun = true;
      return receipt;
    } finally {
      if (!begun) {
        channel.close();
      }
    }
  }

  /// Begins a message whose length is not known, waiting for its place in the mailbox.
  ///
  /// @throws DureException as [Mailbox#send(byte[])] does, now or when it is written to
  public static OutgoingMessage to(Mailbox mailbox) throws InterruptedException {
    return new OutgoingMessage(mailbox, Announcement.UNKNOWN, DEFAULT_BUFFER);
  }

  /// Begins a message of a known length: to close it earlier is to give it up.
  ///
  /// @param length in bytes
  /// @param bufferBytes how much may be on its way; the shared memory the message takes
  public static OutgoingMessage to(Mailbox mailbox, long length, long bufferBytes)
      throws InterruptedException {
    if (length < 0 || bufferBytes < LEAST_BUFFER) {
      throw new IllegalArgumentException(
          "a length is not negative, and a buffer has at least "
              + LEAST_BUFFER
              + " bytes; not "
              + length
              + " and "
              + bufferBytes);
    }
    return new OutgoingMessage(mailbox, length, bufferBytes);
  }

  /// Sends all that a source has as one message: how many bytes that was. If the source fails, the
  /// message is given up.
  public static long send(Mailbox mailbox, InputStream source)
      throws IOException, InterruptedException {
    OutgoingMessage message = to(mailbox);
    boolean whole = false;
    try {
      long length = source.transferTo(message);
      message.close();
      whole = true;
      return length;
    } finally {
      if (!whole) {
        message.abort();
      }
    }
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    Objects.checkFromIndexSize(from, count, bytes.length);
    write(MemorySegment.ofArray(bytes).asSlice(from, count));
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    write(MemorySegment.ofBuffer(bytes));
    bytes.position(bytes.limit());
    return count;
  }

  /// Writes the bytes of a segment.
  public void write(MemorySegment bytes) throws IOException {
    requireOpen();
    requireWithinLength(bytes.byteSize());
    long at = 0;
    while (at < bytes.byteSize()) {
      long left = bytes.byteSize() - at;
      if (filled == 0 && left >= piece.byteSize()) {
        send(bytes.asSlice(at, piece.byteSize()));
        at += piece.byteSize();
      } else {
        long fits = Math.min(left, piece.byteSize() - filled);
        MemorySegment.copy(bytes, at, piece, filled, fits);
        filled += (int) fits;
        at += fits;
        if (filled == piece.byteSize()) {
          flush();
        }
      }
    }
    written += bytes.byteSize();
  }

  /// Sends what has been written so far on its way.
  @Override
  public void flush() throws IOException {
    requireOpen();
    if (filled > 0) {
      send(piece.asSlice(0, filled));
      filled = 0;
    }
  }

  private void send(MemorySegment bytes) throws IOException {
    waitFor(() -> channel.send(bytes, SLICE));
  }

  /// Something that may take a while.
  private interface Try {
    boolean succeeds() throws InterruptedException;
  }

  /// After an error the message is given up: how much of it is on its way is unknown.
  private void waitFor(Try step) throws IOException {
    boolean succeeded = false;
    try {
      while (!step.succeeds()) {
        requireReceiver();
      }
      succeeded = true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(
          "interrupted in a message to '" + mailbox + "', which was given up");
    } finally {
      if (!succeeded) {
        abort();
      }
    }
  }

  /// The receiver that acknowledged the announcement has the channel open, and has it open to the
  /// end.
  private void requireReceiver() {
    if (!announced.isDone()) {
      return;
    }
    try {
      if (announced.join().outcome() == Outcome.ACKNOWLEDGED && isReceiverThere()) {
        return;
      }
    } catch (CompletionException | CancellationException failure) {
      throw failure.getCause() instanceof DureException named
          ? named
          : cut("it could not be announced: " + failure.getMessage());
    }
    throw cut("its receiver has ended or closed it before the end; send it again");
  }

  private boolean isReceiverThere() {
    Details details = channel.status().details();
    return details != null
        && details.participants().stream().anyMatch(other -> other.alive() && !other.owner());
  }

  /// Whether the receiver is done with the end of the message, which a relay is only when the next
  /// receiver has it.
  private boolean isEndReceived() throws InterruptedException {
    if (endTaken) {
      Thread.sleep(LOOK);
      return channel.occupancy().depth() == 0;
    }
    Outcome outcome = channel.send(END, Sending.until(Until.ACKNOWLEDGED).within(SLICE)).outcome();
    endTaken = outcome == Outcome.RECEIVED || outcome == Outcome.ACCEPTED;
    return outcome == Outcome.ACKNOWLEDGED;
  }

  private void requireWithinLength(long more) {
    if (length != Announcement.UNKNOWN && more > length - written) {
      abort();
      throw cut("more was written than the " + length + " bytes it was to have; it was given up");
    }
  }

  private void requireOpen() throws IOException {
    if (over) {
      throw new IOException("the message to '" + mailbox + "' is over");
    }
  }

  private CutMessageException cut(String why) {
    return new CutMessageException(mailbox, "a message in pieces was cut: " + why);
  }

  @Override
  public boolean isOpen() {
    return !over;
  }

  /// Gives the message up: its receiver gets a [CutMessageException], or never hears of it. Does
  /// nothing to a message that is over.
  public void abort() {
    over = true;
    channel.close();
  }

  /// Ends the message, and waits until the receiver has the last of it. Does nothing to one that is
  /// over.
  ///
  /// @throws CutMessageException if the receiver has ended, or less was written than was announced
  @Override
  public void close() throws IOException {
    if (over) {
      return;
    }
    flush();
    if (length != Announcement.UNKNOWN && written != length) {
      abort();
      throw cut("of " + length + " bytes " + written + " were written; it was given up");
    }
    waitFor(this::isEndReceived);
    abort(); // which, at the end, only frees the channel
  }
}
