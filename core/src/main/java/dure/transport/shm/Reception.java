// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.queue.Engine.NOT_NOW;

import dure.Choice;
import dure.DamagedMailboxException;
import dure.MailboxSettings;
import dure.Message;
import dure.MessageTooLargeException;
import dure.Order;
import dure.queue.Taken;
import dure.raw.Words;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Carries messages that were taken into the caller's memory; how they are taken and waited for is
/// for those to say who take part, or only read.
abstract class Reception extends Side {
  final Taken taken;

  /// @param taken what knows of the messages that are taken
  Reception(String mailbox, MailboxSettings settings, Hold hold, Taken taken) {
    super(mailbox, settings, hold);
    this.taken = taken;
  }

  /// Takes a message now, or says [dure.queue.Engine#NOT_NOW], for one who will not wait: he keeps
  /// house now and then, because what he finds there may be why there is none.
  ///
  /// @param choice a [Choice#code()]
  abstract int poll(boolean inPlace, long choice);

  /// Takes a message, waiting for one: at most `within`, or as long as needed if that is null.
  abstract int take(boolean inPlace, long choice, @Nullable Duration within)
      throws InterruptedException;

  /// Gives a taken message back to whatever it was taken from.
  abstract void giveBack(int take, boolean done);

  /// A copy of a taken message, which is given back as done; null if none was taken.
  @Nullable Message letter(int take) {
    if (take == NOT_NOW) {
      return null;
    }
    boolean copied = false;
    try {
      Message letter = copy(take);
      copied = true;
      return letter;
    } finally {
      finish(take, copied);
    }
  }

  /// A copy of a taken message.
  Message copy(int take) {
    try {
      long size = taken.size(take);
      byte[] bytes = new byte[(int) size];
      Words.copyOut(taken.messageAddress(take, size), bytes, 0, bytes.length);
      return Message.of(
          bytes,
          new Message.Stamps(
              taken.sender(take),
              taken.position(take),
              taken.number(take),
              taken.priority(take),
              taken.redelivered(take),
              taken.missed(take)));
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      Reference.reachabilityFence(hold);
    }
  }

  /// Copies a taken message into a buffer and gives it back as done: its length, or −1 if none was
  /// taken.
  long pourInto(int take, MemorySegment buffer) {
    if (take == NOT_NOW) {
      return -1;
    }
    boolean copied = false;
    try {
      long size = taken.size(take);
      if (size > buffer.byteSize()) {
        throw new MessageTooLargeException(
            mailbox,
            "the next message has "
                + size
                + " bytes and the buffer "
                + buffer.byteSize()
                + "; it stays in the mailbox, receive it with a larger one");
      }
      Words.copyOut(taken.messageAddress(take, size), buffer, 0, size);
      copied = true;
      return size;
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      finish(take, copied);
    }
  }

  /// Gives a taken message back, as done or to be delivered again.
  void finish(int take, boolean done) {
    try {
      giveBack(take, done);
      requireOpen();
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      Reference.reachabilityFence(hold);
    }
  }

  /// Refuses a choice where there is none.
  long code(Choice choice) {
    if (choice.code() != 0 && settings.order() != Order.NUMBER) {
      throw new IllegalArgumentException(
          "mailbox '" + mailbox + "' has no numbers to choose by: create it with order 'number'");
    }
    return choice.code();
  }
}
