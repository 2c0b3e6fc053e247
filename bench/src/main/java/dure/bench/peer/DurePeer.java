// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dure.Capacity;
import dure.Claim;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.Message;
import dure.MessageHandler;
import dure.NoSuchMailboxException;
import dure.Receivers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.UnaryOperator;

/// Dure itself, through its public calls and with its default way of waiting.
///
/// @param choices what its creator chooses, beside the size and the capacity
record DurePeer(
    String name, UnaryOperator<MailboxBuilder> choices, Form form, String rival, String meaning)
    implements Peer {

  /// By which calls.
  enum Form {
    /// `send(bytes)` and `receiveInPlace`: one copy. What the other rings do.
    PLAIN,
    /// `send(bytes)` and `receiveEach`: one copy, and several messages for a call.
    EACH,
    /// `send(bytes)` and `receiveInto(buffer)`: two copies.
    COPIED,
    /// Claim, write, publish, and `receiveInPlace`: no copy.
    IN_PLACE
  }

  /// What each message takes at least, with what goes along with it.
  private static final int CELL_BYTES = 128;

  private static final int RECORD_HEADER = 8;
  private static final int AT_ONCE = 64;

  @Override
  public boolean queues() {
    return true;
  }

  @Override
  public boolean isDure() {
    return true;
  }

  @Override
  public void create(PeerPlace place) {
    MailboxBuilder builder =
        Mailbox.named(place.name())
            .receivers(Receivers.ANY)
            .messageSize(place.messageBytes())
            .capacity(capacity(place));
    choices.apply(builder).create().close();
  }

  /// As many messages as the room of the place is for.
  static Capacity capacity(PeerPlace place) {
    int bytes = Math.max(CELL_BYTES, place.messageBytes() + RECORD_HEADER);
    return Capacity.bounded((int) (place.roomBytes() / bytes));
  }

  @Override
  public Sender sender(PeerPlace place) {
    Mailbox mailbox = Mailbox.open(place.name());
    if (form == Form.IN_PLACE) {
      return number -> writeInPlace(mailbox, place.messageBytes(), number);
    }
    PeerDraft draft = new PeerDraft(place.messageBytes());
    return number -> mailbox.send(draft.numbered(number));
  }

  private static void writeInPlace(Mailbox mailbox, int size, long number)
      throws InterruptedException {
    try (Claim claim = mailbox.claim(size)) {
      claim.segment().fill(PeerDraft.FILL);
      claim.putLong(0, number).putLong(size - Long.BYTES, ~number).publish();
    }
  }

  @Override
  public Receiver receiver(PeerPlace place, Tally tally) {
    Mailbox mailbox = Mailbox.named(place.name()).listening().open();
    if (form == Form.COPIED) {
      MemorySegment buffer = Arena.ofAuto().allocate(place.messageBytes(), Tally.LINE);
      return () -> note(tally, buffer, mailbox.receiveInto(buffer));
    }
    MessageHandler<InterruptedException> handler =
        place.messageBytes() > Tally.LINE
            ? message -> note(tally, message.segment(), message.size())
            : message -> noteShort(tally, message);
    return form == Form.EACH
        ? () -> mailbox.receiveEach(handler, AT_ONCE)
        : () -> mailbox.receiveInPlace(handler);
  }

  private static void note(Tally tally, MemorySegment message, long size) {
    long end = size - Long.BYTES;
    long sum = 0;
    for (long at = Tally.LINE; at < end; at += Tally.LINE) {
      sum += message.get(JAVA_LONG_UNALIGNED, at);
    }
    tally.note(message.get(JAVA_LONG_UNALIGNED, 0), sum, message.get(JAVA_LONG_UNALIGNED, end));
  }

  private static void noteShort(Tally tally, Message message) {
    tally.note(message.getLong(0), 0, message.getLong(message.size() - Long.BYTES));
  }

  @Override
  public void remove(PeerPlace place) {
    try {
      Mailbox.delete(place.name());
    } catch (NoSuchMailboxException neverCreated) {
      // then there is nothing to remove
    }
  }
}
