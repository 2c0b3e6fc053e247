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
    handle.state().check();
    if (handle.isRendezvous()) {
      throw new UnsupportedOperationException(
          "mailbox '" + handle.address() + "' of capacity zero has no room to claim: send instead");
    }
    handle.leases().requireSending();
    TransactedSession session = handle.sessions().borrow();
    boolean room = handle.sessions().run(session, call -> sends.hasRoom(call, session, deadline));
    if (!room) {
      handle.sessions().giveBack(session);
      return null;
    }
    return new BrokerClaim(size, bytes -> end(session, bytes));
  }

  private void end(TransactedSession session, byte @Nullable [] bytes) {
    boolean _ =
        handle
            .sessions()
            .runNow(
                session,
                call -> {
                  if (bytes == null) {
                    session.rollback();
                  } else {
                    int number = handle.receipts().next();
                    session.send(
                        handle.queues().messages(),
                        sends.message(session, bytes, Sending.PLAIN, number));
                    session.commit();
                  }
                  return true;
                });
    handle.sessions().giveBack(session);
  }
}
