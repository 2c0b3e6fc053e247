// SPDX-License-Identifier: Apache-2.0
package dure.pipe;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dure.CutMessageException;
import dure.DureException.Subject;
import dure.MessageTooLargeException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Messages in a stream: four bytes of length, little-endian, and so many bytes.
///
/// The mailboxes `pipe:` and `fifo:` speak the same, with messages of up to [#ATOMIC] bytes, so
/// either can be at the other end. For one thread at a time.
public final class PipeFrames {
  /// The longest message that is written in one piece beside other writers; longer ones may be
  /// mixed with another writer's.
  public static final int ATOMIC = PipeEnd.ATOMIC - Integer.BYTES;

  private static final ValueLayout.OfInt LENGTH =
      JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final PipeEnd end;
  private final int longest;
  private final byte[] head = new byte[Integer.BYTES];
  private byte @Nullable [] body;
  private int have;

  /// @param end where to read or to write
  /// @param longest the longest message, in bytes; room for a longer one is never made
  public PipeFrames(PipeEnd end, int longest) {
    if (longest < 0 || longest > Integer.MAX_VALUE - PipeEnd.ATOMIC) {
      throw new IllegalArgumentException("messages of up to " + longest + " bytes are none");
    }
    this.end = end;
    this.longest = longest;
  }

  /// Messages of up to [#ATOMIC] bytes.
  public PipeFrames(PipeEnd end) {
    this(end, ATOMIC);
  }

  /// Writes a message, waiting for room.
  ///
  /// @throws MessageTooLargeException if it is longer than was agreed
  /// @throws dure.ReceiverGoneException if no process has the other end open
  public void write(byte[] message) throws InterruptedException {
    if (message.length > longest) {
      throw tooLarge(message.length);
    }
    MemorySegment frame = MemorySegment.ofArray(new byte[Integer.BYTES + message.length]);
    frame.set(LENGTH, 0, message.length);
    MemorySegment.copy(message, 0, frame, JAVA_BYTE, Integer.BYTES, message.length);
    end.write(frame);
  }

  /// Reads the next message, waiting until all of it is there; null at the end of the stream. When
  /// it is interrupted, the next call goes on where this one was.
  ///
  /// @throws MessageTooLargeException if the length that comes is longer than was agreed, or no
  ///   length at all; nothing more can be read then
  /// @throws CutMessageException if the stream ends within a message
  public byte @Nullable [] read() throws InterruptedException {
    if (body == null && !fill(head)) {
      return null;
    }
    byte[] message = body;
    if (message == null) {
      int length = MemorySegment.ofArray(head).get(LENGTH, 0);
      if (length < 0 || length > longest) {
        throw tooLarge(Integer.toUnsignedLong(length));
      }
      message = new byte[length];
      body = message;
      have = 0;
    }
    if (!fill(message)) {
      throw cut();
    }
    body = null;
    have = 0;
    return message;
  }

  /// Reads on until all of it is there; false if the stream ends before the first byte.
  private boolean fill(byte[] wanted) throws InterruptedException {
    while (have < wanted.length) {
      MemorySegment rest = MemorySegment.ofArray(wanted).asSlice(have);
      long got = end.read(rest);
      if (got < 0 && have == 0) {
        return false;
      }
      if (got < 0) {
        throw cut();
      }
      have += (int) got;
    }
    return true;
  }

  private MessageTooLargeException tooLarge(long length) {
    return new MessageTooLargeException(
        Subject.CHANNEL,
        end.toString(),
        "a message of " + length + " bytes is longer than the " + longest + " that were agreed");
  }

  private CutMessageException cut() {
    return new CutMessageException(
        Subject.CHANNEL,
        end.toString(),
        "its writer has gone in the middle of a message; the rest will not come");
  }
}
