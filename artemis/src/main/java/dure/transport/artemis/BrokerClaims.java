// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.ArrayClaim;
import dure.Claim;
import dure.Sending;
import dure.transport.artemis.BrokerCall.Work;
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
    return new ArrayClaim(handle.address().toString(), size) {
      @Override
      protected void published(byte[] message) {
        send(session, message);
      }

      @Override
      protected void abandoned() {
        abandon(session);
      }
    };
  }

  private void send(TransactedSession session, byte[] message) {
    finish(
        session,
        call -> {
          int number = handle.receipts().next();
          session.send(
              handle.queues().messages(), sends.message(session, message, Sending.PLAIN, number));
          session.commit();
          return true;
        });
  }

  private void abandon(TransactedSession session) {
    finish(
        session,
        call -> {
          session.rollback();
          return true;
        });
  }

  private void finish(TransactedSession session, Work<Boolean> last) {
    boolean _ = handle.sessions().runNow(session, last);
    handle.sessions().giveBack(session);
  }
}
