// SPDX-License-Identifier: Apache-2.0
package dure.bridge;

import dure.Delivery;
import dure.Feature;
import dure.Mailbox;
import dure.MailboxSettings;
import dure.Message;
import org.jspecify.annotations.Nullable;

/// The mailbox that a bridge takes messages from. Where the kernel hands a message out once and
/// forgets it, the message goes through a [Spool] and is taken from there.
final class Upstream implements AutoCloseable {
  private final Route route;
  private final BridgeEnd end;
  private MailboxSettings settings = MailboxSettings.DEFAULT;
  private @Nullable Mailbox spool;

  Upstream(Route route, BridgeLog log) {
    this.route = route;
    this.end = new BridgeEnd(this::open, log);
  }

  private Mailbox open() {
    Mailbox mailbox =
        Mailbox.named(route.from().toString()).participant("dure bridge").listening().open();
    settings = mailbox.settings();
    return mailbox;
  }

  /// Fails if the mailbox is not there.
  void require() {
    end.require();
  }

  /// Waits until the mailbox is there.
  void await() throws InterruptedException {
    end.use(mailbox -> mailbox);
  }

  /// What its creator chose, as of the last time it was opened.
  MailboxSettings settings() {
    return settings;
  }

  /// The next message; null if there is none and the call is not to wait.
  @Nullable Delivery next(boolean waiting) throws InterruptedException {
    return end.use(mailbox ->
        mailbox.can(Feature.DELIVERIES) ? delivery(mailbox, waiting) : spooled(mailbox, waiting));
  }

  private static @Nullable Delivery delivery(Mailbox mailbox, boolean waiting)
      throws InterruptedException {
    return waiting ? mailbox.receiveDelivery() : mailbox.tryReceiveDelivery();
  }

  /// What an earlier bridge left in the spool goes first.
  private @Nullable Delivery spooled(Mailbox mailbox, boolean waiting) throws InterruptedException {
    Mailbox kept = spool();
    Delivery next = kept.tryReceiveDelivery();
    while (next == null) {
      Message message = waiting ? mailbox.receive() : mailbox.tryReceive();
      if (message == null) {
        return null;
      }
      Spool.keep(kept, message, Forwarding.marks(message, kept.settings()));
      next = kept.tryReceiveDelivery();
    }
    return next;
  }

  /// By what a message is known, wherever it comes again; null if its mailbox does not tell its
  /// messages apart. Shared memory lasts no longer than the machine runs, so a run of the machine
  /// is part of it.
  @Nullable String identity(Message message) throws InterruptedException {
    Mailbox from = spool == null ? mailbox() : spool;
    long incarnation = from.channel().incarnation();
    return incarnation == 0 || message.position() < 0
        ? null
        : String.join(
            " ", Machine.RUN, from.address().toString(), "" + incarnation, "" + message.position());
  }

  private Mailbox spool() {
    Mailbox now = spool;
    if (now == null) {
      now = Spool.open(route, settings);
      spool = now;
    }
    return now;
  }

  /// The mailbox, to read pieces of a long message that it announces.
  Mailbox mailbox() throws InterruptedException {
    return end.use(mailbox -> mailbox);
  }

  /// Opens the mailbox anew before its next use.
  void lose() {
    end.lose();
  }

  @Override
  public void close() {
    end.close();
    if (spool != null) {
      spool.close();
    }
  }
}
