// SPDX-License-Identifier: Apache-2.0
package dure;

/// What a mailbox does with the next message when it is full.
public enum WhenFull {
  /// The sender waits.
  WAIT,
  /// The sender is refused at once: `send` throws [MailboxFullException], the other forms say that
  /// the message was not accepted.
  REFUSE,
  /// The oldest message makes room and is gone; it is counted as dropped.
  DROP_OLDEST,
  /// The new message is gone; it is counted as dropped, and the sender goes on. The forms that say
  /// whether it was accepted say that it was not.
  DROP_NEWEST
}
