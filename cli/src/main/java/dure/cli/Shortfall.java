// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Mailbox;
import dure.Receipt;
import dure.WhenFull;
import dure.cli.options.Dispatch;

/// Why a message did not come as far as it was to, in words for people.
final class Shortfall {
  private final Mailbox mailbox;
  private final Dispatch dispatch;

  Shortfall(Mailbox mailbox, Dispatch dispatch) {
    this.mailbox = mailbox;
    this.dispatch = dispatch;
  }

  /// Whether this is no news: a message dropped where that is what the mailbox is for, and the
  /// sender did not ask for word of it.
  boolean isAgreed(Receipt receipt) {
    return whenFull() == WhenFull.DROP_NEWEST
        && receipt.outcome() == Receipt.Outcome.NOT_SENT
        && !dispatch.handsOver(mailbox)
        && !dispatch.isLimited();
  }

  /// The sentence, without an end.
  String of(Receipt receipt) {
    String named = "mailbox '" + mailbox.address() + "' ";
    return switch (receipt.outcome()) {
      case NOT_SENT -> named + notSent();
      case ACCEPTED -> named + "keeps the message, which no receiver took " + dispatch.described();
      case RECEIVED, ACKNOWLEDGED ->
          "a receiver of "
              + named
              + "has the message, or has given it back, but none acknowledged it "
              + dispatch.described();
    };
  }

  private String notSent() {
    if (dispatch.handsOver(mailbox)) {
      return notHandedOver();
    }
    return switch (whenFull()) {
      case WAIT, DROP_OLDEST -> lacked() + dispatch.described() + "; nothing was sent";
      case REFUSE -> "is full, and senders do not wait there; nothing was sent";
      case DROP_NEWEST -> "is full, and drops what comes then: the message is gone";
    };
  }

  /// A FIFO does not say which.
  private String lacked() {
    return mailbox.address().scheme().equals("fifo")
        ? "had no room, or no receiver, "
        : "had no room ";
  }

  private String notHandedOver() {
    if (!dispatch.isLimited()) {
      return "is full, and senders do not wait there; nothing was sent";
    }
    if (dispatch.described().equals("now")) {
      return "had no receiver waiting now; nothing was sent";
    }
    String taker = "had no receiver for the message " + dispatch.described();
    return whenFull() == WhenFull.WAIT
        ? taker + "; it was taken back, and nothing was sent"
        : taker + ", or was full; nothing was sent";
  }

  private WhenFull whenFull() {
    return mailbox.settings().whenFull();
  }
}
