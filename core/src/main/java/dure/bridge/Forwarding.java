// SPDX-License-Identifier: Apache-2.0
package dure.bridge;

import dure.MailboxSettings;
import dure.Message;
import dure.Order;
import dure.Sending;

/// What a message keeps on its way: its priority and its number, where the next mailbox has such an
/// order.
final class Forwarding {
  private Forwarding() {}

  /// The marks of a message for a mailbox.
  static Sending marks(Message message, MailboxSettings to) {
    return switch (to.order()) {
      case PRIORITY -> Sending.PLAIN.priority(message.priority());
      case NUMBER -> Sending.PLAIN.number(message.number());
      case ARRIVAL -> Sending.PLAIN;
    };
  }

  /// The same over a bridge: where only the next mailbox has numbers, the number is the message's
  /// place in the first one, counted from 1, perhaps with gaps. A repetition has the same number,
  /// so its receiver can tell.
  static Sending marks(Message message, MailboxSettings from, MailboxSettings to) {
    boolean isNumbered = to.order() == Order.NUMBER && from.order() != Order.NUMBER;
    return isNumbered && message.position() >= 0
        ? Sending.PLAIN.number(message.position() + 1)
        : marks(message, to);
  }
}
