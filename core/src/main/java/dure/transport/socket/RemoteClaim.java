// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.ArrayClaim;

/// Room that the host keeps claimed while this side fills an array of the same length. So
/// publishing never waits for room, only for the host to say that it is done.
final class RemoteClaim extends ArrayClaim {
  private final ClientConnection conversation;
  private final Call call;

  RemoteClaim(String mailbox, ClientConnection conversation, Call call, int size) {
    super(mailbox, size);
    this.conversation = conversation;
    this.call = call;
  }

  @Override
  protected void published(byte[] message) {
    settle(new WireWriter(message.length + 1).flag(true).rest(message));
  }

  @Override
  protected void abandoned() {
    if (conversation.isClosed()) {
      call.close(); // the end of the conversation has abandoned it
    } else {
      settle(new WireWriter().flag(false));
    }
  }

  private void settle(WireWriter outcome) {
    try (call) {
      conversation.follow(call.id, outcome);
      call.awaitDone();
    }
  }
}
