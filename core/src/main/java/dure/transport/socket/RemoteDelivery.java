// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Delivery;
import dure.Message;
import java.util.concurrent.atomic.AtomicBoolean;

/// A message that the host keeps in hand until this guest says what came of it.
final class RemoteDelivery implements Delivery {
  private final Conversation conversation;
  private final long number;
  private final Message message;
  private final AtomicBoolean said = new AtomicBoolean();

  /// @param number by which the host knows it
  RemoteDelivery(Conversation conversation, long number, Message message) {
    this.conversation = conversation;
    this.number = number;
    this.message = message;
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
    if (!conversation.isClosed()) {
      giveBack();
    } // else the closing has given it back
  }

  private void say(boolean done) {
    if (said.compareAndSet(false, true)) {
      try (Call call = conversation.askNow(Op.SETTLE, new Written().i64(number).flag(done))) {
        Answer _ = call.awaitSoon();
      }
    }
  }

  @Override
  public String toString() {
    return "delivery of " + message;
  }
}
