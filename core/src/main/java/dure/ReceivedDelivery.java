// SPDX-License-Identifier: Apache-2.0
package dure;

import org.jspecify.annotations.Nullable;

/// A message to be acknowledged that came while several mailboxes were waited at.
///
/// @param mailbox the handle through which it was received
/// @param delivery the message, until its receiver says what came of it
public record ReceivedDelivery(Mailbox mailbox, Delivery delivery) implements AutoCloseable {
  /// Its value, if it came through this mailbox of values; else null.
  ///
  /// @throws CodecException if the codec refuses it; it is still to be acknowledged or given back
  public <T> @Nullable T value(TypedMailbox<T> of) {
    return of.mailbox() == mailbox ? of.decode(delivery.message()) : null;
  }

  /// Gives the message back unless it was acknowledged.
  @Override
  public void close() {
    delivery.close();
  }
}
