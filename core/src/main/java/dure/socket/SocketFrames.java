// SPDX-License-Identifier: Apache-2.0
package dure.socket;

import dure.ConnectionLostException;
import dure.Deadline;
import dure.DureException.Subject;
import dure.MessageTooLargeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Messages over a stream: four bytes of length, little-endian, and then the bytes.
///
/// The peer may be hostile. A length beyond the limit is refused before anything is allocated for
/// it; memory grows only with what has really come; and a message that has begun must be whole
/// within a time, or the connection is closed. Safe for all threads: messages are written whole,
/// one after the other, and read by one thread at a time.
public final class SocketFrames {
  private static final int LENGTH_BYTES = Integer.BYTES;
  private static final int BUFFER_BYTES = 64 << 10;

  /// No peer is so slow that it needs longer than this for a MiB.
  private static final long NANOS_FOR_A_MEBIBYTE = 1_000_000_000L;

  /// The longest sleep of a thread that waits for another to have handled what has come.
  private static final long SLICE_NANOS = 100_000_000L;

  /// The longest message that an array has room for, with its length before it.
  public static final int LONGEST = Integer.MAX_VALUE - 64;

  private final Endpoint connection;
  private volatile int limit;
  private volatile Duration patience;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock reading = new ReentrantLock();

  // Guarded by reading.
  private byte[] buffer = new byte[0];
  private int begin;
  private int end;
  private volatile boolean atEnd;

  /// How many bytes had been read from the connection when the thread that reads last came for
  /// more: by then it was done with all messages that were whole.
  private volatile long handled;

  private final AtomicInteger watchers = new AtomicInteger();

  /// @param connection a stream with no other reader or writer; its maker closes it
  /// @param limit the longest message, in bytes
  /// @param patience how long a message that has begun may take to be whole, and a second more for
  ///   each MiB
  public SocketFrames(Endpoint connection, int limit, Duration patience) {
    this.connection = connection;
    this.patience = patience;
    limitTo(limit);
  }

  /// Allows longer or shorter messages from now on, as when the peer has identified itself.
  public void limitTo(int bytes) {
    if (bytes < 0 || bytes > LONGEST) {
      throw new IllegalArgumentException("a limit is from 0 to " + LONGEST + ", not " + bytes);
    }
    limit = bytes;
  }

  /// The same, with another patience for messages that have begun.
  public void limitTo(int bytes, Duration longest) {
    limitTo(bytes);
    patience = longest;
  }

  /// Sends a message, waiting for room.
  public void send(byte[] message) throws InterruptedException {
    send(message, null);
  }

  /// Sends a message, waiting at most `within`, or as long as needed if that is null, for its turn
  /// and for the first byte of it to go; whether it was sent. An interrupt, too, counts only until
  /// then.
  ///
  /// @throws MessageTooLargeException if it is longer than the limit; nothing was sent
  /// @throws ConnectionLostException if the peer did not read the rest in time: the connection is
  ///   closed
  public boolean send(byte[] message, @Nullable Duration within) throws InterruptedException {
    if (message.length > limit) {
      throw tooLarge("to send", message.length, "; nothing was sent");
    }
    byte[] framed = new byte[LENGTH_BYTES + message.length];
    int _ = frame(message, framed, 0);
    return sendFramed(framed, within);
  }

  /// Sends several messages, as [#send] sends one of them all: in one piece, if they are short.
  public boolean sendAll(List<byte[]> messages, @Nullable Duration within)
      throws InterruptedException {
    long bytes = 0;
    for (byte[] message : messages) {
      if (message.length > limit) {
        throw tooLarge("to send", message.length, "; nothing was sent");
      }
      bytes += LENGTH_BYTES + message.length;
    }
    byte[] framed = new byte[Math.toIntExact(bytes)];
    int at = 0;
    for (byte[] message : messages) {
      at = frame(message, framed, at);
    }
    return sendFramed(framed, within);
  }

  private static int frame(byte[] message, byte[] into, int at) {
    ByteBuffer.wrap(into, at, into.length - at)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(message.length)
        .put(message);
    return at + LENGTH_BYTES + message.length;
  }

  private boolean sendFramed(byte[] framed, @Nullable Duration within) throws InterruptedException {
    long deadline = Deadline.after(within);
    // A thread that is interrupted already may send what need not wait.
    if (!writing.tryLock()
        && !writing.tryLock(Math.max(0, Deadline.remaining(deadline)), TimeUnit.NANOSECONDS)) {
      return false;
    }
    try {
      int first = Math.min(framed.length, BUFFER_BYTES);
      int sent = connection.write(framed, 0, first, Deadline.left(deadline));
      if (sent == 0) {
        return false;
      }
      sendRest(framed, sent);
      return true;
    } finally {
      writing.unlock();
    }
  }

  private void sendRest(byte[] framed, int from) {
    boolean interrupted = Thread.interrupted();
    try {
      long deadline = longer(Deadline.after(patience), framed.length);
      for (int sent = from; sent < framed.length; ) {
        try {
          int more = connection.write(framed, sent, framed.length - sent, Deadline.left(deadline));
          if (more == 0) {
            throw given("the peer did not read a message to its end in time");
          }
          sent += more;
        } catch (InterruptedException beforeAByteOfThisPart) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Receives the next message, waiting for it; null at the end of the connection.
  public byte @Nullable [] receive() throws InterruptedException {
    return receive(null);
  }

  /// Receives the next message, waiting at most `within`, or as long as needed if that is null, for
  /// the first byte of it; null if none came in time, or at the end of the connection, which
  /// [#isAtEnd] tells apart.
  ///
  /// @throws MessageTooLargeException if the peer announces more than the limit: the connection is
  ///   closed
  /// @throws ConnectionLostException if the message began and was not whole in time, or ever: the
  ///   connection is closed
  public byte @Nullable [] receive(@Nullable Duration within) throws InterruptedException {
    reading.lock();
    try {
      if (begin == end && !fill(within)) {
        return null;
      }
      long soon = Deadline.after(patience);
      while (end - begin < LENGTH_BYTES) {
        fillRest(soon);
      }
      int length =
          ByteBuffer.wrap(buffer, begin, LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt();
      begin += LENGTH_BYTES;
      if (length < 0 || length > limit) {
        connection.close();
        throw tooLarge(
            "announced by the peer", Integer.toUnsignedLong(length), "; the connection is closed");
      }
      return body(length, longer(soon, length));
    } finally {
      reading.unlock();
    }
  }

  /// Whether one of the messages that have come with the last one, and whole, is of a kind.
  ///
  /// @param kind is given the bytes of each
  public boolean hasBehind(Predicate<ByteBuffer> kind) {
    reading.lock();
    try {
      int at = begin;
      while (end - at >= LENGTH_BYTES) {
        ByteBuffer next = ByteBuffer.wrap(buffer, at, end - at).order(ByteOrder.LITTLE_ENDIAN);
        int length = next.getInt();
        if (length < 0 || length > next.remaining()) {
          return false;
        }
        if (kind.test(next.slice(next.position(), length).order(ByteOrder.LITTLE_ENDIAN))) {
          return true;
        }
        at += LENGTH_BYTES + length;
      }
      return false;
    } finally {
      reading.unlock();
    }
  }

  private byte[] body(int length, long deadline) {
    byte[] body = new byte[Math.min(length, BUFFER_BYTES)];
    for (int have = 0; have < length; ) {
      if (begin == end) {
        fillRest(deadline);
      }
      int part = Math.min(end - begin, length - have);
      if (have + part > body.length) {
        body = Arrays.copyOf(body, (int) Math.min(length, Math.max(2L * body.length, have + part)));
      }
      System.arraycopy(buffer, begin, body, have, part);
      begin += part;
      have += part;
    }
    return body;
  }

  /// Takes in what has come; false if the time is over or the connection at its end.
  private boolean fill(@Nullable Duration within) throws InterruptedException {
    if (buffer.length == 0) {
      buffer = new byte[BUFFER_BYTES]; // not where nothing is ever received
    }
    System.arraycopy(buffer, begin, buffer, 0, end - begin);
    end -= begin;
    begin = 0;
    handledAll(connection.arrived.taken());
    int got = connection.read(buffer, end, buffer.length - end, within);
    atEnd |= got == Endpoint.END;
    if (atEnd) {
      handledAll(Long.MAX_VALUE);
    }
    end += Math.max(0, got);
    return got > 0;
  }

  private void handledAll(long bytes) {
    handled = bytes;
    if (watchers.get() > 0) {
      synchronized (watchers) {
        watchers.notifyAll();
      }
    }
  }

  /// Waits until the thread that receives has taken all messages that have come whole by now, and
  /// is done with them, as it shows by coming for more.
  ///
  /// @return false if it was not within that time
  public boolean awaitHandled(Duration within) throws InterruptedException {
    long deadline = Deadline.after(within);
    watchers.incrementAndGet();
    try {
      long due = connection.arrived.all(connection.toString());
      synchronized (watchers) {
        while (handled < due && !connection.isClosed()) {
          long left = Deadline.remaining(deadline);
          if (left <= 0) {
            return false;
          }
          TimeUnit.NANOSECONDS.timedWait(watchers, Math.min(left, SLICE_NANOS));
        }
      }
      return true;
    } catch (ConnectionLostException closedMeanwhile) {
      return true;
    } finally {
      watchers.decrementAndGet();
    }
  }

  /// Whether the next message has come whole, and is received without a wait.
  public boolean hasNext() {
    reading.lock();
    try {
      if (end - begin < LENGTH_BYTES) {
        return false;
      }
      int length =
          ByteBuffer.wrap(buffer, begin, LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt();
      return length >= 0 && length <= end - begin - LENGTH_BYTES;
    } finally {
      reading.unlock();
    }
  }

  /// Takes in more of a message that has begun. An interrupt does not end it: the part that came
  /// would be lost.
  private void fillRest(long deadline) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          if (!fill(Deadline.left(deadline))) {
            throw given(
                atEnd ? "it ended in the middle of a message" : "a message was not whole in time");
          }
          return;
        } catch (InterruptedException again) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Whether the peer has ended the connection, and everything it sent has been received.
  public boolean isAtEnd() {
    return atEnd;
  }

  private static long longer(long deadline, int bytes) {
    return deadline == Deadline.NEVER ? deadline : deadline + (bytes >> 20) * NANOS_FOR_A_MEBIBYTE;
  }

  private MessageTooLargeException tooLarge(String which, long bytes, String consequence) {
    return new MessageTooLargeException(
        Subject.CHANNEL,
        connection.toString(),
        "a message " + which + " has " + bytes + " bytes, and the limit is " + limit + consequence);
  }

  private ConnectionLostException given(String problem) {
    connection.close();
    return new ConnectionLostException(
        Subject.CHANNEL, connection.toString(), problem + "; the connection is closed");
  }
}
