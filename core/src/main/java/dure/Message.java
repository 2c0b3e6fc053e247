// SPDX-License-Identifier: Apache-2.0
package dure;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// A message as its receiver sees it.
///
/// One from [Mailbox#receive()] is a copy and may be kept. One passed to a [MessageHandler] is the
/// mailbox's own memory: it is valid until the handler returns, on the handler's thread only, and
/// every use after that is an [IllegalStateException].
///
/// Numbers are read little-endian at any offset; an offset outside the message is an
/// [IndexOutOfBoundsException].
public interface Message {
  /// The sender and the place of a message that the kernel has carried, which knows neither.
  long UNKNOWN = -1;

  /// A message of one's own.
  ///
  /// @param bytes the contents, not copied
  /// @param stamps all else that is known of it
  static Message of(byte[] bytes, Stamps stamps) {
    return new Letter(bytes, stamps);
  }

  /// What is known of a message beside its contents.
  ///
  /// @param sender see [#sender()]
  /// @param position see [#position()]
  /// @param number see [#number()]
  /// @param priority see [#priority()]
  /// @param redelivered see [#redelivered()]
  /// @param missed see [#missed()]
  record Stamps(
      long sender, long position, long number, int priority, int redelivered, long missed) {}

  /// The length in bytes.
  long size();

  /// The contents: a new array for a message in place, the message's own for a copied one.
  byte[] bytes();

  /// The contents as UTF-8 text.
  default String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /// The contents as a read-only segment, valid as long as the message.
  MemorySegment segment();

  /// The byte at `offset`.
  byte getByte(long offset);

  /// The four bytes at `offset`.
  int getInt(long offset);

  /// The eight bytes at `offset`.
  long getLong(long offset);

  /// The eight bytes at `offset`, as a floating-point number.
  default double getDouble(long offset) {
    return Double.longBitsToDouble(getLong(offset));
  }

  /// Copies `length` bytes from `offset` into an array.
  void copyTo(long offset, byte[] into, int at, int length);

  /// Copies all of it to the start of a segment.
  ///
  /// @throws IndexOutOfBoundsException if the segment is shorter
  default void copyTo(MemorySegment into) {
    MemorySegment.copy(segment(), 0, into, 0, size());
  }

  /// The rest of this message from an offset on, valid as long as this one. What is known of a
  /// message beside its contents is that of the whole.
  ///
  /// @throws IndexOutOfBoundsException if the message is shorter
  default Message slice(long offset) {
    return new MessageSlice(this, offset);
  }

  /// What is known of it beside its contents, to be kept.
  default Stamps stamps() {
    return new Stamps(sender(), position(), number(), priority(), redelivered(), missed());
  }

  /// A copy that may be kept; a message that may be kept already is its own copy.
  default Message copy() {
    return of(bytes(), stamps());
  }

  /// The participant that sent it: a number that the mailbox gives each process that opens it,
  /// never the same twice. [#UNKNOWN] where the kernel carries the messages and does not say.
  long sender();

  /// Its place in the order in which the mailbox's messages came, counted from zero. No two
  /// messages of a mailbox have the same, and a redelivered message keeps its own, so a receiver
  /// can tell that it has seen it. [#UNKNOWN] where the kernel carries them and does not count.
  long position();

  /// The number its sender gave it, or 0. See [Sending#number].
  long number();

  /// The priority its sender gave it, or 0. See [Sending#priority].
  int priority();

  /// How many messages its receiver missed just before it, because the mailbox dropped them to make
  /// room. Only where every receiver gets everything ([Receivers#ALL]).
  long missed();

  /// How often it has been handed out before, to a receiver that died or failed while it had it.
  /// Zero on first delivery.
  int redelivered();
}
