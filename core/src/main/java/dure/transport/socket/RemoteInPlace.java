// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Channel;
import dure.Message;

/// A message that a guest works on, while a thread of the host has it in hand.
///
/// @param call under way until the host knows what came of the message
/// @param message a copy
record RemoteInPlace(ClientConnection conversation, Call call, Message message)
    implements Channel.Unsettled {
  @Override
  public void settle(boolean done) {
    try (call) {
      conversation.follow(call.id, new WireWriter().flag(done));
      call.awaitDone();
    }
  }
}
