// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Delivery;
import dure.Feature;
import dure.Mailbox;
import dure.Message;
import dure.Order;
import dure.Sending;
import dure.Until;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Moves messages out of a mailbox, one after the other, each with its priority and its number
/// where the other mailbox has such an order.
///
/// A message leaves the first only when the second has accepted it. Killed in between, it is in
/// both, and comes again from the first as redelivered: nothing is lost.
final class Relocation {
  private final Mailbox from;
  private final Sorter sorter;

  /// What is sent in the place of a message, and where to.
  record Parcel(Message contents, Mailbox to) {}

  /// Says where each message goes.
  interface Sorter {
    Parcel parcel(Message message);
  }

  Relocation(Mailbox from, Sorter sorter) {
    this.from = from;
    this.sorter = sorter;
    if (!from.can(Feature.DELIVERIES)) {
      throw new UnsupportedOperationException(
          "mailbox '"
              + from.address()
              + "' hands a message out once, so it would be lost if this command were killed:"
              + " receive from it and send to the other");
    }
  }

  /// Moves what there is, at most so many; the number that was moved. It ends early where the other
  /// mailbox has no room in time.
  ///
  /// @param most null for all
  long move(@Nullable Integer most, Duration within) throws InterruptedException {
    long moved = 0;
    while (most == null || moved < most) {
      try (Delivery delivery = from.tryReceiveDelivery()) {
        if (delivery == null || !isSent(sorter.parcel(delivery.message()), within)) {
          return moved;
        }
        delivery.acknowledge();
        moved++;
      }
    }
    return moved;
  }

  private static boolean isSent(Parcel parcel, Duration within) throws InterruptedException {
    Sending how = Sending.PLAIN.within(within);
    Order order = parcel.to().settings().order();
    if (order == Order.PRIORITY) {
      how = how.priority(parcel.contents().priority());
    } else if (order == Order.NUMBER) {
      how = how.number(parcel.contents().number());
    }
    return parcel.to().send(parcel.contents().bytes(), how).reached(Until.ACCEPTED);
  }
}
