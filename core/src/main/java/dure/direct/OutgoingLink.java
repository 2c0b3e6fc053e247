// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import dure.DureException;
import dure.Mailbox;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.OwnerGoneException;
import dure.ProcessGoneException;
import dure.ProcessRenamedException;
import dure.Sending;
import dure.Until;
import java.util.concurrent.atomic.AtomicInteger;

/// The half of a link by which this process sends to a partner. Closed when it is forgotten and the
/// last thread has left it. For all threads.
final class OutgoingLink {
  private final ProcessAddress partner;
  private final Registration registration;
  private final Mailbox mailbox;
  private final AtomicInteger users = new AtomicInteger(1);

  OutgoingLink(ProcessAddress partner, Registration registration, Mailbox mailbox) {
    this.partner = partner;
    this.registration = registration;
    this.mailbox = mailbox;
  }

  /// Begins to use it; false if it has been closed.
  boolean enter() {
    return users.updateAndGet(count -> count == 0 ? 0 : count + 1) > 0;
  }

  /// Uses it no longer, or forgets it.
  void leave() {
    if (users.decrementAndGet() == 0) {
      mailbox.close();
      registration.close();
    }
  }

  /// Sends a message; whether it was accepted.
  ///
  /// @throws ProcessRenamedException if the partner has taken another name
  /// @throws ProcessGoneException if it has ended, or has left
  boolean send(byte[] message, Sending how) throws InterruptedException {
    if (registration.isGivenUp()) {
      throw partner.renamed();
    }
    try {
      return mailbox.send(message, how).reached(Until.ACCEPTED);
    } catch (OwnerGoneException | MailboxDeletedException | MailboxClosedException ended) {
      throw registration.isGivenUp() ? partner.renamed() : partner.gone();
    }
  }

  /// Whether the partner is still there, under this name, as far as this process knows.
  boolean isLive() {
    if (!enter()) {
      return false;
    }
    try {
      return !registration.isGivenUp() && mailbox.occupancy().depth() >= 0;
    } catch (DureException ended) {
      return false;
    } finally {
      leave();
    }
  }
}
