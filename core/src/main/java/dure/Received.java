// SPDX-License-Identifier: Apache-2.0
package dure;

import org.jspecify.annotations.Nullable;

/// A message that came while several mailboxes were waited at.
///
/// @param mailbox the handle through which it was received
/// @param message a copy of it
public record Received(Mailbox mailbox, Message message) {
  /// Its value, if it came through this mailbox of values; else null.
  ///
  /// @throws CodecException if the codec refuses it; it has been received, and is gone
  public <T> @Nullable T value(TypedMailbox<T> of) {
    return of.mailbox() == mailbox ? of.decode(message) : null;
  }
}
