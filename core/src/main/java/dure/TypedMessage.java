// SPDX-License-Identifier: Apache-2.0
package dure;

/// A value together with what is known of the message that brought it.
///
/// @param value what the codec made of the message
/// @param stamps sender, position, number, priority, deliveries before, messages missed
/// @param <T> the values, never null
public record TypedMessage<T>(T value, Message.Stamps stamps) {
  /// The participant that sent it: see [Message#sender()].
  public long sender() {
    return stamps.sender();
  }

  /// Its place in the order in which the mailbox's messages came: see [Message#position()].
  public long position() {
    return stamps.position();
  }

  /// The number its sender gave it, or 0: see [Message#number()].
  public long number() {
    return stamps.number();
  }

  /// The priority its sender gave it, or 0: see [Message#priority()].
  public int priority() {
    return stamps.priority();
  }

  /// How often it has been handed out before: see [Message#redelivered()].
  public int redelivered() {
    return stamps.redelivered();
  }

  /// How many messages this receiver missed just before it: see [Message#missed()].
  public long missed() {
    return stamps.missed();
  }
}
