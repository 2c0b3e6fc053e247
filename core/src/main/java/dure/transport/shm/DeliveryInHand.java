// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Delivery;
import dure.Message;
import java.util.concurrent.atomic.AtomicBoolean;

/// A message that is the receiver's until it says what came of it.
final class DeliveryInHand implements Delivery {
  private final Deliveries deliveries;
  private final Message message;
  private final int take;
  private final AtomicBoolean said = new AtomicBoolean();

  DeliveryInHand(Deliveries deliveries, Message message, int take) {
    this.deliveries = deliveries;
    this.message = message;
    this.take = take;
  }

  @Override
  public Message message() {
    return message;
  }

  @Override
  public void acknowledge() {
    say(true);
  }

  @Override
  public void giveBack() {
    say(false);
  }

  @Override
  public void close() {
    if (!deliveries.areClosed()) {
      giveBack();
    } else if (said.compareAndSet(false, true)) {
      deliveries.forget(); // the closing has given it back
    }
  }

  private void say(boolean done) {
    if (said.compareAndSet(false, true)) {
      deliveries.end(take, done);
    }
  }

  @Override
  public String toString() {
    return "delivery of " + message;
  }
}
