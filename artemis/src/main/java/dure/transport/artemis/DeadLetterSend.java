// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.DureException;
import dure.Mailbox;
import dure.MailboxSettings;
import dure.Message;
import dure.Order;
import dure.Receipt.Outcome;
import dure.Sending;
import java.time.Duration;

/// The way of a message to the dead letters.
final class DeadLetterSend {
  private DeadLetterSend() {}

  /// Sends a message to the dead-letter mailbox of another, wherever that is; whether it was
  /// accepted.
  static boolean takes(MailboxSettings settings, Message message) {
    try (Mailbox grave = Mailbox.open(settings.deadLetters())) {
      Sending how = Sending.PLAIN.within(Duration.ZERO);
      Order order = grave.settings().order();
      if (order == settings.order()) {
        how = how.priority(message.priority()).number(message.number());
      }
      return grave.send(message.bytes(), how).outcome() != Outcome.NOT_SENT;
    } catch (InterruptedException sooner) {
      Thread.currentThread().interrupt();
      return false;
    } catch (DureException cannot) {
      return false;
    }
  }
}
