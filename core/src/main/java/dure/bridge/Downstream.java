// SPDX-License-Identifier: Apache-2.0
package dure.bridge;

import dure.Capacity;
import dure.Channel;
import dure.CutMessageException;
import dure.Deadline;
import dure.Feature;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxExistsException;
import dure.MailboxFullException;
import dure.MailboxSettings;
import dure.Message;
import dure.MessageHandler;
import dure.MessageTooLargeException;
import dure.NoSuchMailboxException;
import dure.Owner;
import dure.Payload;
import dure.Receipt;
import dure.Receipt.Outcome;
import dure.Sending;
import dure.SystemLimitException;
import dure.Transport;
import dure.Until;
import dure.WhenFull;
import dure.stream.IncomingMessage;
import dure.stream.OutgoingMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The mailbox that a bridge sends to. One that is not there is created as the first one is, if it
/// can outlive the bridge.
final class Downstream implements AutoCloseable {
  private final Route route;
  private final Supplier<MailboxSettings> from;
  private final BridgeEnd end;

  /// @param from the settings of the mailbox at the other end
  Downstream(Route route, Supplier<MailboxSettings> from, BridgeLog log) {
    this.route = route;
    this.from = from;
    this.end = new BridgeEnd(this::open, log);
  }

  /// Fails if the mailbox is not there and cannot be created.
  void require() {
    end.require();
  }

  /// Waits until the mailbox is there.
  void await() throws InterruptedException {
    end.use(mailbox -> mailbox);
  }

  private MailboxBuilder named() {
    return Mailbox.named(route.to().toString()).participant("dure bridge");
  }

  private Mailbox open() {
    try {
      return named().open();
    } catch (NoSuchMailboxException absent) {
      if (Transport.of(route.to()).defaults().owner() != Owner.SYSTEM) {
        throw absent; // created here it would end with the bridge, and what it accepted with it
      }
    }
    try {
      return create();
    } catch (MailboxExistsException createdMeanwhile) {
      return named().open();
    }
  }

  private Mailbox create() {
    MailboxSettings like = from.get();
    try {
      MailboxBuilder wished = named().messageSize(like.messageSize()).order(like.order());
      return (like.capacity() instanceof Capacity.Bounded bounded
              ? wished.capacity(bounded)
              : wished)
          .create();
    } catch (IllegalArgumentException | SystemLimitException notThere) {
      return named().create();
    }
  }

  /// Sends a message, waiting as long as needed: when this returns, the mailbox has accepted it.
  ///
  /// @param identity by which the mailbox may know that it has the message; null if it has none
  /// @throws MessageTooLargeException if the mailbox cannot take it, in pieces neither
  void send(Message message, @Nullable String identity) throws InterruptedException {
    end.use(mailbox -> {
      if (message.size() <= mailbox.settings().messageSize()) {
        sendWhole(mailbox, message, identity);
      } else {
        sendInPieces(mailbox, message);
      }
      return mailbox;
    });
  }

  private void sendWhole(Mailbox mailbox, Message message, @Nullable String identity)
      throws InterruptedException {
    MailboxSettings to = mailbox.settings();
    Sending how = mailbox.channel().possible(Forwarding.marks(message, from.get(), to));
    Receipt receipt =
        identity == null
            ? mailbox.send(message.bytes(), how)
            : sendOnce(mailbox.channel(), message, identity, how);
    if (!receipt.reached(Until.ACCEPTED) && to.whenFull() != WhenFull.DROP_NEWEST) {
      throw new MailboxFullException(
          mailbox.address().toString(),
          "it is full, and senders do not wait here: nothing was sent");
    }
  }

  private static Receipt sendOnce(Channel channel, Message message, String identity, Sending how)
      throws InterruptedException {
    int sent = channel.sendOnce(identity, message.bytes(), Payload.ARRAY, how, Deadline.NEVER);
    if (sent == Channel.NOT_SENT) {
      return Receipt.of(Outcome.NOT_SENT);
    }
    return how.until() == Until.ACCEPTED
        ? Receipt.of(Outcome.ACCEPTED)
        : channel.await(sent, how.until(), Deadline.NEVER);
  }

  /// What is longer than a message of the mailbox goes through a buffer, and is sent once more if
  /// its receiver ends in the middle of it.
  private static void sendInPieces(Mailbox mailbox, Message message) throws InterruptedException {
    requirePieces(mailbox, message.size());
    boolean whole = false;
    while (!whole) {
      try {
        OutgoingMessage.send(mailbox, new ByteArrayInputStream(message.bytes()));
        whole = true;
      } catch (CutMessageException receiverEnded) {
        // the next one gets all of it
      } catch (IOException failed) {
        throw interruptedBy(failed);
      }
    }
  }

  /// Passes a long message on while it comes in. The first sender learns that all is received when
  /// the last receiver has it, and both learn of a cut.
  void relay(IncomingMessage incoming) throws InterruptedException {
    Mailbox mailbox = end.use(opened -> opened); // the pieces come once, so this is not retried
    requirePieces(mailbox, incoming.length().orElse(mailbox.settings().messageSize() + 1));
    relay(incoming, mailbox);
  }

  private static void relay(IncomingMessage incoming, Mailbox mailbox) throws InterruptedException {
    try {
      OutgoingMessage outgoing = OutgoingMessage.to(mailbox);
      boolean whole = false;
      try {
        MessageHandler<IOException> write = piece -> outgoing.write(piece.segment());
        while (incoming.readInPlace(write, end -> outgoing.close())) {}
        whole = true;
      } finally {
        if (!whole) {
          outgoing.abort();
        }
      }
    } catch (IOException failed) {
      throw interruptedBy(failed);
    }
  }

  private static void requirePieces(Mailbox mailbox, long size) {
    if (!mailbox.can(Feature.RECEIPTS) || !mailbox.can(Feature.DELIVERIES)) {
      throw new MessageTooLargeException(
          mailbox.address().toString(),
          "a message of "
              + size
              + " bytes does not fit: this mailbox takes up to "
              + mailbox.settings().messageSize()
              + " and none in pieces; the bridge has not sent it. Create it with a larger message"
              + " size, or give the first mailbox dead letters");
    }
  }

  /// The interrupt that ended a write, as an exception of its own kind.
  private static InterruptedException interruptedBy(IOException failed) {
    if (failed instanceof InterruptedIOException) {
      boolean _ = Thread.interrupted();
      return new InterruptedException(failed.getMessage());
    }
    throw new UncheckedIOException(failed);
  }

  @Override
  public void close() {
    end.close();
  }
}
