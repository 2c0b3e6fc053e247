// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dure.Capacity;
import dure.Claim;
import dure.Mailbox;
import dure.Message;
import dure.MessageHandler;
import dure.NoSuchMailboxException;
import dure.Receivers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Dure itself, through its public calls and with its default way of waiting.
record DurePeer(String name, Receivers receivers, Copies copies, String rival, String meaning)
    implements Peer {

  /// Where a message is copied.
  enum Copies {
    /// By the sender; the receiver works in place. What the other rings do.
    IN,
    /// By both.
    IN_AND_OUT,
    /// No copy: written in claimed room, worked on in place.
    NONE
  }

  /// What each message takes beside itself: a cell's or a record's head.
  private static final int CELL_BYTES = 128;

  private static final int RECORD_HEADER = 8;

  @Override
  public boolean queues() {
    return true;
  }

  @Override
  public void create(PeerPlace place) {
    Mailbox.named(place.name())
        .receivers(receivers)
        .messageSize(place.messageBytes())
        .capacity(Capacity.bounded(capacity(place)))
        .create()
        .close();
  }

  private int capacity(PeerPlace place) {
    int bytes = place.messageBytes();
    boolean inCell = receivers == Receivers.ANY && bytes < CELL_BYTES;
    return (int) (place.roomBytes() / (inCell ? CELL_BYTES : bytes + RECORD_HEADER));
  }

  @Override
  public Sender sender(PeerPlace place) {
    Mailbox mailbox = Mailbox.open(place.name());
    if (copies == Copies.NONE) {
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
    Mailbox mailbox = Mailbox.open(place.name());
    if (copies == Copies.IN_AND_OUT) {
      MemorySegment buffer = Arena.ofAuto().allocate(place.messageBytes(), Tally.LINE);
      return () -> note(tally, buffer, mailbox.receiveInto(buffer));
    }
    MessageHandler<InterruptedException> handler =
        place.messageBytes() > Tally.LINE
            ? message -> note(tally, message.segment(), message.size())
            : message -> noteShort(tally, message);
    return () -> mailbox.receiveInPlace(handler);
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
