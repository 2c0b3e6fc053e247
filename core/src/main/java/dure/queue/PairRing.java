// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import dure.DamagedMailboxException;
import dure.LinkTakenException;
import dure.layout.HeaderLayout;
import dure.layout.PairLayout;
import dure.parking.Parking;
import dure.raw.Step;
import dure.raw.Steps;
import dure.raw.Words;
import dure.sync.Gate;

/// The ring of a pair: one sender, one receiver, messages of any length.
///
/// ```
///           head                            tail
///            v                               v
/// +----------+--------+----------+------+----+-----------+
/// |   free   | h|msg  | h|messag | h|ms | h|m| 0   free  |
/// +----------+--------+----------+------+----+-----------+
/// ```
///
/// A record is published by its own header, the last word written; the header behind it is cleared
/// before, so a receiver that reads zero knows there is nothing yet. The receiver never writes to
/// the ring: it gives room back through the head word alone, which the sender reads only when the
/// ring seems full.
///
/// **Death.** Each end belongs to one participant. A record whose header was not written never
/// existed, and the tail is where the headers end, so the next sender finds it by walking. A record
/// that was handed out and not given back is still at the head; the reading word tells the next
/// receiver how often that has happened.
public final class PairRing implements Engine {
  private static final int THE_ONE = 0;

  /// How often an end is tried to be had: a dead holder's is free after the first.
  private static final int MOST_TRIES = 1_000;

  private final QueueMemory memory;
  private final long ring;
  private final long ringBytes;
  private final Reaper reaper;
  private final Gate messages;
  private final Gate room;

  // The sender's own, guarded by its turn.
  private final Turn sendTurn;
  private boolean sending;
  private long tail;
  private int sent;
  private int releasedSeen;

  // The receiver's own, guarded by its turn.
  private final Turn receiveTurn;
  private boolean receiving;
  private long head;
  private long received;
  private long record;
  private int deliveries;
  private int deliveriesBefore;

  /// @param memory header and ring, the ring mapped twice
  public PairRing(QueueMemory memory, Parking parking, Reaper reaper) {
    this.memory = memory;
    this.ring = memory.engine();
    this.ringBytes = PairLayout.ringBytes(memory.capacity(), memory.messageSize());
    this.reaper = reaper;
    Gate.Fence fence = parking.barrier() ? Gate.Fence.SLEEPER_PAYS : Gate.Fence.WAKER_PAYS;
    this.messages = new Gate(memory.header() + HeaderLayout.MESSAGES_GATE, parking, fence);
    this.room = new Gate(memory.header() + HeaderLayout.ROOM_GATE, parking, fence);
    this.sendTurn = new Turn(parking);
    this.receiveTurn = new Turn(parking);
  }

  @Override
  public int tryClaim(long size) {
    if (!sendTurn.tryEnter()) {
      return NOT_NOW;
    }
    boolean claimed = false;
    try {
      claimed = (sending || takeSendingEnd()) && hasRoom();
    } finally {
      if (!claimed) {
        leave(sendTurn, room);
      }
    }
    return claimed ? THE_ONE : NOT_NOW;
  }

  /// The ring always has room for `capacity` of the largest records, so only their number counts.
  private boolean hasRoom() {
    if (sent - releasedSeen >= memory.capacity()) {
      releasedSeen = PairLayout.headCount(headAcquire());
      int depth = sent - releasedSeen;
      if (depth < 0 || depth > memory.capacity()) {
        throw damaged("its head word counts " + depth + " messages");
      }
    }
    return sent - releasedSeen < memory.capacity();
  }

  @Override
  public long roomAddress(int claim, long size) {
    return ring + tail + PairLayout.RECORD_PAYLOAD;
  }

  @Override
  public void publish(int claim, long claimed, long size) {
    Step.reached(Steps.PAIR_WRITTEN);
    long next = tail + PairLayout.recordBytes(size);
    Words.longPlain(ring + next, 0);
    Step.reached(Steps.PAIR_NEXT_CLEARED);
    // SYNC: pair-record (release side)
    Words.longRelease(ring + tail, PairLayout.header(size, memory.participantId()));
    Step.reached(Steps.PAIR_PUBLISHED);
    tail = wrap(next);
    sent++;
    leave(sendTurn, room);
    messages.signal();
  }

  @Override
  public void abandon(int claim) {
    leave(sendTurn, room);
  }

  @Override
  public int tryTake(boolean inPlace) {
    if (!receiveTurn.tryEnter()) {
      return NOT_NOW;
    }
    boolean taken = false;
    try {
      taken = (receiving || takeReceivingEnd()) && hasMessage();
    } finally {
      if (!taken) {
        leave(receiveTurn, messages);
      }
    }
    if (taken && inPlace) {
      deliveries = deliveriesBefore + 1;
      long reading = PairLayout.reading((int) received, deliveries);
      Words.longRelease(memory.header() + HeaderLayout.PAIR_READING, reading);
      Step.reached(Steps.PAIR_READING_NOTED);
    }
    return taken ? THE_ONE : NOT_NOW;
  }

  private boolean hasMessage() {
    record = Words.longAcquire(ring + head); // SYNC: pair-record (acquire side)
    if (record != 0 && !isSound(record)) {
      throw damaged("a record claims " + PairLayout.messageSize(record) + " bytes");
    }
    return record != 0;
  }

  @Override
  public long size(int take) {
    return PairLayout.messageSize(record);
  }

  @Override
  public long messageAddress(int take, long size) {
    return ring + head + PairLayout.RECORD_PAYLOAD;
  }

  @Override
  public long sender(int take) {
    return PairLayout.sender(record);
  }

  @Override
  public long number(int take) {
    return received;
  }

  @Override
  public int redelivered(int take) {
    return deliveriesBefore;
  }

  @Override
  public void release(int take) {
    Step.reached(Steps.PAIR_READ);
    head = wrap(head + PairLayout.recordBytes(PairLayout.messageSize(record)));
    received++;
    deliveries = 0;
    deliveriesBefore = 0;
    headRelease(PairLayout.head((int) received, head));
    Step.reached(Steps.PAIR_RELEASED);
    Words.longOpaque(memory.header() + HeaderLayout.PAIR_RECEIVED, received);
    leave(receiveTurn, messages);
    room.signal();
  }

  @Override
  public void giveBack(int take) {
    if (deliveries > deliveriesBefore) {
      deliveriesBefore = deliveries;
      Counters.add(memory.header(), HeaderLayout.REDELIVERED, 1);
    }
    leave(receiveTurn, messages);
    messages.signal();
  }

  /// The end is ours from now on; the tail is where the published records end.
  private boolean takeSendingEnd() {
    takeEnd(HeaderLayout.PAIR_SENDING_END, "sends to");
    Step.reached(Steps.PAIR_SENDING_END_TAKEN);
    long at = headAcquire();
    tail = checkedOffset(at);
    sent = releasedSeen = PairLayout.headCount(at);
    for (long next; (next = Words.longAcquire(ring + tail)) != 0; sent++) {
      if (!isSound(next) || sent - releasedSeen > memory.capacity()) {
        throw damaged("its records do not end");
      }
      tail = wrap(tail + PairLayout.recordBytes(PairLayout.messageSize(next)));
    }
    sending = true;
    return true;
  }

  /// The end is ours from now on; what our predecessor was handed and did not give back comes
  /// again.
  private boolean takeReceivingEnd() {
    takeEnd(HeaderLayout.PAIR_RECEIVING_END, "receives from");
    Step.reached(Steps.PAIR_RECEIVING_END_TAKEN);
    long at = headAcquire();
    head = checkedOffset(at);
    // The head word has the low half of the count for certain; the high half cannot have changed
    // since.
    long noted = Words.longOpaque(memory.header() + HeaderLayout.PAIR_RECEIVED);
    received = noted + (PairLayout.headCount(at) - (int) noted);
    deliveries = deliveriesBefore = deliveriesOf(at);
    receiving = true;
    return true;
  }

  private int deliveriesOf(long headWord) {
    long reading = Words.longAcquire(memory.header() + HeaderLayout.PAIR_READING);
    boolean same = PairLayout.readingCount(reading) == PairLayout.headCount(headWord);
    return same ? PairLayout.readingDeliveries(reading) : 0;
  }

  private void takeEnd(long end, String verb) {
    if (Words.longAcquire(memory.header() + HeaderLayout.MAGIC) != HeaderLayout.MAGIC_VALUE) {
      throw damaged("its header is gone");
    }
    long address = memory.header() + end;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      if (Words.intCas(address, 0, memory.participant())) { // SYNC: pair-end
        return;
      }
      int holder = Words.intAcquire(address);
      if (holder == memory.participant()) {
        return;
      }
      if (holder != 0 && !reaper.reapIfDead(holder)) {
        throw new LinkTakenException(
            memory.mailbox(),
            "it is a pair, and another process "
                + verb
                + " it already; create it with receivers 'any' to share it among more");
      }
    }
    throw damaged("one of its ends belongs to a participant that does not exist");
  }

  @Override
  public int sweep(int participant) {
    int repaired = 0;
    if (Words.intAcquire(memory.header() + HeaderLayout.PAIR_RECEIVING_END) == participant
        && deliveriesOf(headAcquire()) > 0) {
      Counters.add(memory.header(), HeaderLayout.REDELIVERED, 1);
      repaired++;
    }
    for (long end : new long[] {HeaderLayout.PAIR_SENDING_END, HeaderLayout.PAIR_RECEIVING_END}) {
      Words.intCas(memory.header() + end, participant, 0); // SYNC: pair-end
      Step.reached(Steps.SWEEP_REPAIRED_ONE);
    }
    return repaired;
  }

  @Override
  public Gate messages() {
    return messages;
  }

  @Override
  public Gate room() {
    return room;
  }

  /// Who found the turn taken waits as if there were nothing for him, so he is told when it is
  /// free.
  private static void leave(Turn turn, Gate waiting) {
    if (turn.exit()) {
      waiting.signal();
    }
  }

  private long headAcquire() {
    return Words.longAcquire(memory.header() + HeaderLayout.PAIR_HEAD); // SYNC: pair-head
  }

  private void headRelease(long value) {
    Words.longRelease(memory.header() + HeaderLayout.PAIR_HEAD, value); // SYNC: pair-head
  }

  private long wrap(long offset) {
    return offset >= ringBytes ? offset - ringBytes : offset;
  }

  private boolean isSound(long header) {
    long size = PairLayout.messageSize(header);
    return size >= 0 && size <= memory.messageSize();
  }

  private long checkedOffset(long headWord) {
    long offset = PairLayout.headOffset(headWord);
    if (offset >= ringBytes) {
      throw damaged("its head word points to offset " + offset);
    }
    return offset;
  }

  private DamagedMailboxException damaged(String what) {
    return new DamagedMailboxException(
        memory.mailbox(), what + "; it has been overwritten: delete it and create it anew");
  }
}
