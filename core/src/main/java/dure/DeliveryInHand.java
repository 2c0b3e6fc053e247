// SPDX-License-Identifier: Apache-2.0
package dure;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// A message that is the receiver's until it says what came of it.
final class DeliveryInHand implements Delivery {
  private final Channel.Unsettled taken;
  private final Message message;
  private final Semaphore allowed;
  private final AtomicBoolean said = new AtomicBoolean();

  /// @param allowed gets its permit back when this is settled
  DeliveryInHand(Channel.Unsettled taken, Semaphore allowed) {
    this.taken = taken;
    this.message = taken.message();
    this.allowed = allowed;
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
    try {
      giveBack();
    } catch (MailboxClosedException closingGaveItBack) {
      // and it is delivered to another
    }
  }

  private void say(boolean done) {
    if (said.compareAndSet(false, true)) {
      try {
        taken.settle(done);
      } finally {
        allowed.release();
      }
    }
  }

  @Override
  public String toString() {
    return "delivery of " + message;
  }
}
