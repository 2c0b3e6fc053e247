// SPDX-License-Identifier: Apache-2.0
package dure;

import java.lang.foreign.MemoryLayout;

/// How values of one type become messages, and messages values. Those of everyday types are in
/// `dure.codec`; a [TypedMailbox] is a mailbox that uses one.
///
/// A codec is used by several threads at once, and has no state of a message. It refuses a value or
/// a message by any [RuntimeException]; its caller is then told by a [CodecException], and the
/// mailbox is as before.
///
/// @param <T> the values, never null
public interface Codec<T> {
  /// The bytes of a value, in an array of their own.
  byte[] encode(T value);

  /// The value that a message's bytes stand for. The message may be the mailbox's own memory, so
  /// nothing of it is kept in the value.
  T decode(Message message);

  /// A codec whose values all take the same number of bytes, so that they can be written where they
  /// will lie.
  ///
  /// @param <T> the values, never null
  interface Fixed<T> extends Codec<T> {
    /// How a value lies in its bytes: little-endian, for programs in any language to read.
    MemoryLayout layout();

    /// The bytes that each value takes.
    default long size() {
      return layout().byteSize();
    }

    /// Writes a value over every byte of a room of [#size()] bytes, which held arbitrary ones.
    void encode(T value, Room room);

    @Override
    default byte[] encode(T value) {
      byte[] bytes = new byte[Math.toIntExact(size())];
      encode(value, Room.of(bytes));
      return bytes;
    }
  }
}
