// SPDX-License-Identifier: Apache-2.0
package dure;

/// A value whose message its receiver has in hand until it says what came of it: a [Delivery] of a
/// [TypedMailbox].
///
/// @param content the value, and what is known of its message
/// @param delivery the message
/// @param <T> the values, never null
public record TypedDelivery<T>(TypedMessage<T> content, Delivery delivery)
    implements AutoCloseable {
  /// The value.
  public T value() {
    return content.value();
  }

  /// Says that the work is done: see [Delivery#acknowledge()].
  ///
  /// @throws MailboxClosedException if this process closed the mailbox before; the message went to
  ///   another
  public void acknowledge() {
    delivery.acknowledge();
  }

  /// Gives the message back to be delivered again, perhaps to another.
  public void giveBack() {
    delivery.giveBack();
  }

  /// Gives the message back unless it was acknowledged.
  @Override
  public void close() {
    delivery.close();
  }
}
