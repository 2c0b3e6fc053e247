// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.MailboxSettings;
import dure.Transport.Opening;
import dure.Waiting;
import java.time.Duration;

/// The first frame of a guest.
///
/// @param purpose what the guest comes for
/// @param opening how the guest takes part, if it does
record Hello(Purpose purpose, Opening opening) {
  /// The bytes `DURE`, as a little-endian number.
  static final int MAGIC = 0x45525544;

  /// The version of the wire.
  static final int VERSION = 3;

  /// The longest hello, in bytes.
  static final int LONGEST = 512;

  /// How long each side lets the other say hello.
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final int LISTENING = 1;
  private static final int READ_ONLY = 2;

  /// What a guest connects for.
  enum Purpose {
    /// To take part.
    OPEN,
    /// To look at the mailbox and go.
    STATUS,
    /// To delete it and go.
    DELETE,
    /// To hear whether this is the same host still, and go.
    PING
  }

  /// What the host says to an admitted guest.
  ///
  /// @param incarnation a number that no other host has
  /// @param pid the host's process
  /// @param owner what it calls itself
  /// @param settings of the mailbox
  record Welcome(long incarnation, int pid, String owner, MailboxSettings settings) {
    WireWriter write(WireWriter to) {
      return WireCodecs.settings(to.i64(incarnation).i32(pid).text(owner), settings);
    }

    static Welcome read(WireReader from) {
      return new Welcome(from.i64(), from.i32(), from.text(), WireCodecs.settings(from));
    }
  }

  byte[] write() {
    int flags = (opening.listening() ? LISTENING : 0) | (opening.readOnly() ? READ_ONLY : 0);
    String name = opening.participant();
    return new WireWriter()
        .i32(MAGIC)
        .u8(VERSION)
        .place(purpose)
        .u8(flags)
        .i32(opening.rank())
        .text(name.substring(0, Math.min(name.length(), LONGEST / 8)))
        .array();
  }

  /// Reads one.
  ///
  /// @throws IllegalArgumentException if it is none, saying why
  static Hello read(byte[] frame) {
    WireReader from = new WireReader(frame);
    requireOurs(from);
    Purpose purpose = from.oneOf(Purpose.values());
    int flags = from.u8();
    int rank = from.i32();
    // A guest's spinning would take the host's processor: a waiter here sleeps.
    return new Hello(
        purpose,
        new Opening(
            Waiting.BLOCK, from.text(), rank, (flags & LISTENING) != 0, (flags & READ_ONLY) != 0));
  }

  /// Reads what both sides begin with.
  ///
  /// @throws IllegalArgumentException if it is not there, saying why
  static void requireOurs(WireReader from) {
    if (from.i32() != MAGIC) {
      throw new IllegalArgumentException("what answers there is no mailbox");
    }
    int version = from.u8();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "it speaks version " + version + " of the wire, and this is " + VERSION);
    }
  }
}
