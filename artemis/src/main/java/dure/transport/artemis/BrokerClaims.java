// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Claim;
import dure.Sending;
import org.jspecify.annotations.Nullable;

/// Room for messages that are written in place: a credit in a transaction that stays open until the
/// message is published or given up.
final class BrokerClaims {
  private final ArtemisHandle handle;
  private final BrokerSends sends;

  BrokerClaims(ArtemisHandle handle, BrokerSends sends) {
    this.handle = handle;
    this.sends = sends;
  }

  /// As [dure.Channel#claim].
  @Nullable Claim claim(int size, long deadline) throws InterruptedException {
    handle.ending().check();
    if (handle.isRendezvous()) {
      throw new UnsupportedOperationException(
          "mailbox '" + handle.address() + "' of capacity zero has no room to claim: send instead");
    }
    handle.seats().requireSending();
    Lane lane = handle.lanes().borrow();
    boolean room = handle.lanes().run(lane, call -> sends.hasRoom(call, lane, deadline));
    if (!room) {
      handle.lanes().giveBack(lane);
      return null;
    }
    return new BrokerClaim(size, bytes -> end(lane, bytes));
  }

  private void end(Lane lane, byte @Nullable [] bytes) {
    boolean _ =
        handle
            .lanes()
            .runNow(
                lane,
                call -> {
                  if (bytes == null) {
                    lane.rollback();
                  } else {
                    int number = handle.receipts().next();
                    lane.send(
                        handle.queues().messages(),
                        sends.message(lane, bytes, Sending.PLAIN, number));
                    lane.commit();
                  }
                  return true;
                });
    handle.lanes().giveBack(lane);
  }
}
