// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import java.nio.ByteBuffer;

/// What a process wrote down about one piece, at one moment.
///
/// @param event what it was about to do, or had done
/// @param piece which piece
/// @param sender which sender it is from
/// @param life which of that sender's processes sent it
/// @param number the message's, in the mailbox; a receiver's to know
/// @param redelivered how often the message was handed out before; a receiver's to know
/// @param nanos when, on the clock that all processes of a machine share
record Note(
    Event event, int piece, int sender, int life, long number, int redelivered, long nanos) {
  /// How long every note is in a journal.
  static final int BYTES = 40;

  /// What can be noted.
  enum Event {
    /// A sender is about to send.
    SENDING(1),
    /// Its send has returned.
    ACCEPTED(2),
    /// A receiver has the message in its hands.
    TAKEN(3),
    /// It has written the piece down, and is about to give the message back.
    WRITTEN(4);

    private final int code;

    Event(int code) {
      this.code = code;
    }

    private static Event of(int code) {
      return switch (code) {
        case 1 -> SENDING;
        case 2 -> ACCEPTED;
        case 3 -> TAKEN;
        case 4 -> WRITTEN;
        default -> throw new IllegalStateException("no journal has an event " + code);
      };
    }

    /// Whether a process is in the middle of a message after noting this.
    boolean isMidway() {
      return this == SENDING || this == TAKEN;
    }
  }

  void writeTo(ByteBuffer buffer) {
    buffer
        .putInt(event.code)
        .putInt(piece)
        .putInt(sender)
        .putInt(life)
        .putLong(number)
        .putInt(redelivered)
        .putInt(0)
        .putLong(nanos);
  }

  static Note readFrom(ByteBuffer buffer) {
    Event event = Event.of(buffer.getInt());
    int piece = buffer.getInt();
    int sender = buffer.getInt();
    int life = buffer.getInt();
    long number = buffer.getLong();
    int redelivered = buffer.getInt();
    buffer.getInt();
    return new Note(event, piece, sender, life, number, redelivered, buffer.getLong());
  }
}
