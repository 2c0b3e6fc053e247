// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Channel;
import dure.Message;

/// A message that the host keeps in hand until its guest says what came of it.
///
/// @param number by which the host knows it
/// @param message a copy
record RemoteDelivery(ClientConnection conversation, long number, Message message)
    implements Channel.Unsettled {
  @Override
  public void settle(boolean done) {
    WireWriter outcome = new WireWriter().i64(number).flag(done);
    try (Call call = conversation.tell(Op.SETTLE, outcome)) {
      call.awaitDone();
    }
  }
}
