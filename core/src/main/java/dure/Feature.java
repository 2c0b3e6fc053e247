// SPDX-License-Identifier: Apache-2.0
package dure;

/// A group of calls that not every mailbox has. A transport gives the reason for each that its
/// mailboxes lack, and that reason is the refusal.
public enum Feature {
  /// Sending messages and claiming room.
  SENDING,
  /// Waiting until a message is received or acknowledged, and handing messages over.
  RECEIPTS,
  /// Keeping a message in hand until it is acknowledged.
  DELIVERIES,
  /// Writing and reading messages where they lie.
  IN_PLACE,
  /// Listing what was sent and is not yet received.
  UNTAKEN,
  /// Looking at messages without taking them, and removing one that was seen.
  BROWSING
}
