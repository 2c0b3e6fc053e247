// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.DureException;
import dure.Mailbox;
import dure.MailboxSettings;
import dure.Observers;
import dure.Sending;
import dure.codec.DeadLetter;
import dure.layout.HeaderLayout;
import dure.queue.Counters;
import dure.queue.ReceivingEnd;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where messages go whose deliveries have come to nothing too often.
///
/// A receiver that takes such a message sends a copy to the dead-letter mailbox and is then done
/// with the message; killed in between, the next one does so again. The copy says where it comes
/// from, how often it was delivered and when it was moved (see [DeadLetter]). Where that mailbox
/// cannot take it, being full or not there, the message is delivered once more, rather than lost.
final class DeadLetters {
  private final MailboxSettings settings;
  private final Attachment attachment;

  // Guarded by this.
  private @Nullable Mailbox grave;
  private boolean closed;

  DeadLetters(MailboxSettings settings, Attachment attachment) {
    this.settings = settings;
    this.attachment = attachment;
  }

  /// Whether messages can be delivered too often.
  boolean mayTake() {
    return settings.attempts() > 0;
  }

  /// Takes over a message that has been delivered too often; whether it did.
  boolean hasTaken(int take) {
    ReceivingEnd end = attachment.engine().receivingEnd();
    if (settings.attempts() == 0 || end.redelivered(take) < settings.attempts()) {
      return false;
    }
    long size = end.size(take);
    long offset = end.messageAddress(take, size) - attachment.mapping().address();
    Sending as =
        Sending.PLAIN.priority(end.priority(take)).number(end.number(take)).within(Duration.ZERO);
    int attempts = end.redelivered(take);
    boolean taken = send(attachment.mapping().segment().asSlice(offset, size), attempts, as);
    if (taken) {
      Counters.add(attachment.mapping().address(), HeaderLayout.DEAD, 1);
      end.bury(take);
      Observers.buried(attachment.address, settings.deadLetters(), attempts);
    }
    return taken;
  }

  /// With its priority or number, if the other mailbox has the same order.
  private synchronized boolean send(MemorySegment message, int attempts, Sending as) {
    if (closed) {
      return false;
    }
    try {
      if (grave == null) {
        grave = Mailbox.open(settings.deadLetters());
      }
      boolean sameOrder = grave.settings().order() == settings.order();
      Sending how = sameOrder ? as : Sending.PLAIN.within(Duration.ZERO);
      return DeadLetter.send(grave, attachment.address, attempts, message, how);
    } catch (InterruptedException notNow) {
      Thread.currentThread().interrupt();
      return false;
    } catch (DureException notNow) {
      if (grave != null) {
        grave.close();
        grave = null;
      }
      return false;
    }
  }

  synchronized void close() {
    closed = true;
    if (grave != null) {
      grave.close();
    }
  }
}
