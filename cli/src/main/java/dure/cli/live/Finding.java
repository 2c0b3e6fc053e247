// SPDX-License-Identifier: Apache-2.0
package dure.cli.live;

import dure.Capacity;
import dure.MailboxStatus;
import dure.MailboxStatus.Condition;
import dure.MailboxStatus.Details;
import dure.MailboxStatus.Participant;
import dure.cli.options.OptionText;

/// What is to be said of a mailbox in a few words: the one thing worth a look.
///
/// @param text the words
/// @param alarm whether something is dead or damaged; that it is full or empty is no alarm
public record Finding(String text, boolean alarm) {
  /// Of a mailbox, by the last looks.
  public static Finding of(History history) {
    MailboxStatus status = history.status();
    if (status == null) {
      return new Finding("", false);
    }
    Details details = status.details();
    if (status.condition() != Condition.LIVE || details == null) {
      return new Finding(OptionText.of(status.condition()), true);
    }
    if (details.participants().stream().anyMatch(its -> !its.alive())) {
      return new Finding("a dead process", true);
    }
    return new Finding(traffic(history, details), false);
  }

  private static String traffic(History history, Details details) {
    if (history.dropped() > 0) {
      return "drops " + history.dropped();
    }
    if (history.redelivered() > 0) {
      return "redelivers " + history.redelivered();
    }
    if (details.waitingToSend() > 0) {
      return (isFull(details) ? "full: " : "room: ") + waits(details.waitingToSend());
    }
    if (isFull(details)) {
      return "full";
    }
    if (details.waitingToReceive() > 0) {
      return (details.depth() == 0 ? "empty: " : "message: ") + waits(details.waitingToReceive());
    }
    if (details.depth() > 0 && details.participantsKnown() && !isReceiving(details)) {
      return "nobody receives";
    }
    return history.sentPerSecond() > 0 || history.receivedPerSecond() > 0 ? "flows" : "";
  }

  private static boolean isReceiving(Details details) {
    return details.participants().stream().anyMatch(Participant::receives);
  }

  private static boolean isFull(Details details) {
    return details.settings().capacity() instanceof Capacity.Bounded(int messages)
        && details.depth() >= messages;
  }

  private static String waits(long threads) {
    return threads == 1 ? "1 waits" : threads + " wait";
  }
}
