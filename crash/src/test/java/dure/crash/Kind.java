// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import dure.Order;
import dure.Receivers;

/// The kinds of mailboxes that processes are killed at: each engine, and each way to share one.
enum Kind {
  PAIR(Receivers.PAIR, Order.ARRIVAL),
  ANY(Receivers.ANY, Order.ARRIVAL),
  ONE(Receivers.ONE, Order.ARRIVAL),
  RANKED(Receivers.RANKED, Order.ARRIVAL),
  BOARD(Receivers.ANY, Order.NUMBER),
  CAST(Receivers.ALL, Order.ARRIVAL);

  final Receivers receivers;
  final Order order;

  Kind(Receivers receivers, Order order) {
    this.receivers = receivers;
    this.order = order;
  }

  /// Whether one participant at a time has the receiving end to itself.
  boolean isForOneReceiver() {
    return this == PAIR || this == ONE;
  }
}
