// SPDX-License-Identifier: Apache-2.0
package dure;

/// A message that came while several mailboxes were waited at.
///
/// @param mailbox the handle through which it was received
/// @param message a copy of it
public record Received(Mailbox mailbox, Message message) {}
