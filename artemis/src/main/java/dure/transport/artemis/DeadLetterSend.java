// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Address;
import dure.DureException;
import dure.Mailbox;
import dure.MailboxSettings;
import dure.Message;
import dure.Order;
import dure.Sending;
import dure.codec.DeadLetter;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/// The way of a message to the dead letters.
final class DeadLetterSend {
  private DeadLetterSend() {}

  /// Sends a message to the dead-letter mailbox of another, wherever that is; whether it was
  /// accepted.
  ///
  /// @param origin the other
  /// @param settings of the other
  /// @param attempts how often it was delivered there
  static boolean takes(Address origin, MailboxSettings settings, int attempts, Message message) {
    try (Mailbox grave = Mailbox.open(settings.deadLetters())) {
      Sending how = Sending.PLAIN.within(Duration.ZERO);
      Order order = grave.settings().order();
      if (order == settings.order()) {
        how = how.priority(message.priority()).number(message.number());
      }
      return DeadLetter.send(grave, origin, attempts, MemorySegment.ofArray(message.bytes()), how);
    } catch (InterruptedException sooner) {
      Thread.currentThread().interrupt();
      return false;
    } catch (DureException cannot) {
      return false;
    }
  }
}
