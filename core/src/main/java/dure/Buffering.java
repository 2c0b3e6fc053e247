// SPDX-License-Identifier: Apache-2.0
package dure;

/// Who manages the memory that a mailbox lives in.
public enum Buffering {
  /// Nothing is kept between sender and receiver: a rendezvous.
  NONE,

  /// The system: it takes shared memory when the mailbox is created, and frees it when it is
  /// deleted.
  AUTOMATIC,

  /// The caller, who supplies a file: its place, its file system, and with them the room there is.
  EXPLICIT;

  /// Of a mailbox with these choices.
  static Buffering of(Address address, MailboxSettings settings) {
    return settings.capacity() instanceof Capacity.Zero ? NONE : Transport.of(address).buffering();
  }
}
