// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import static dure.queue.Engine.NOT_NOW;

import dure.gate.Gate;
import dure.layout.HeaderLayout;
import dure.layout.PairLayout;
import dure.parking.Parking;
import dure.raw.Step;
import dure.raw.Steps;
import dure.raw.Words;

/// The receiving end of a pair: takes the record at the head, one at a time, and gives its room
/// back by the head word alone.
///
/// The reading word says how often the record at the head was handed out in place, so the next
/// receiver can tell a repetition.
final class PairReceiver implements ReceivingEnd {
  private static final int THE_TAKE = 0;

  private final QueueMemory memory;
  private final PairRecords records;
  private final long ring;
  private final ExclusiveEnd end;
  private final Gate messages;
  private final Gate room;
  private final Gate fates;
  private final BiasedLock turn;

  // Guarded by the turn.
  private boolean receiving;
  private long head;
  private long received;
  private long record;
  private int deliveries;
  private int deliveriesBefore;
  private boolean wanted;

  /// The last record of whose taking its sender was told, by its position.
  private long wantedAt = -1;

  private boolean held;
  private boolean resumed;
  private int inARow;

  PairReceiver(
      PairRecords records, Gate messages, Gate room, Gate fates, Parking parking, Liveness living) {
    this.memory = records.memory();
    this.records = records;
    this.ring = memory.engine();
    this.end = new ExclusiveEnd(memory, HeaderLayout.RECEIVING_END, living);
    this.messages = messages;
    this.room = room;
    this.fates = fates;
    this.turn = new BiasedLock(parking);
  }

  @Override
  public int tryTake(boolean inPlace, long choice) {
    if (!turn.tryEnter()) {
      return NOT_NOW;
    }
    boolean taken = false;
    try {
      taken = !held && (receiving || begin()) && (isNextPlain() || takeNext());
      inARow = taken ? inARow + 1 : 0;
    } finally {
      if (!taken) {
        leave();
      }
    }
    if (taken && inPlace) {
      noteReading();
    }
    return taken ? THE_TAKE : NOT_NOW;
  }

  /// Takes the end: what the receiver before was handed and did not give back comes again.
  private boolean begin() {
    end.claim("receives from");
    Step.reached(Steps.PAIR_RECEIVING_END_TAKEN);
    long at = records.headAcquire();
    head = records.checkedOffset(at);
    received = records.received(at);
    deliveries = deliveriesBefore = records.deliveriesOf(at);
    receiving = true;
    return true;
  }

  @Override
  public void keepTake(int take) {
    turn.keep();
  }

  /// Whether the next record is sound, and not its sender's to take back: the usual case, in which
  /// there is nothing else to do.
  private boolean isNextPlain() {
    record = Words.longAcquire(ring + head); // SYNC: pair-record (acquire side)
    wanted = false;
    return PairLayout.sender(record) != 0
        && !PairLayout.isRecallable(record)
        && records.isSound(record)
        && deliveriesBefore == 0
        && received != wantedAt;
  }

  private boolean takeNext() {
    for (int looks = 0; looks <= memory.capacity(); looks++) {
      record = Words.longAcquire(ring + head); // SYNC: pair-record (acquire side)
      if (record == 0) {
        return false;
      }
      if (!records.isSound(record)) {
        throw records.damaged("a record claims " + PairLayout.messageSize(record) + " bytes");
      }
      if (PairLayout.isTakenBack(record)) {
        passOver();
      } else if (!PairLayout.isRecallable(record)) {
        // It may have been, when another receiver had it.
        wanted = received == wantedAt || deliveriesBefore > 0;
        return true;
      } else if (Words.longCas(ring + head, record, record & ~PairLayout.RECALLABLE)) {
        Step.reached(Steps.PAIR_TAKEN);
        wanted = true;
        wantedAt = received;
        fates.signal();
        return true;
      }
    }
    return false;
  }

  private void noteReading() {
    deliveries = deliveriesBefore + 1;
    long reading = PairLayout.reading((int) received, deliveries);
    Words.longRelease(memory.header() + HeaderLayout.PAIR_READING, reading);
    Step.reached(Steps.PAIR_READING_NOTED);
  }

  @Override
  public boolean hasMessage() {
    return !held && Words.longAcquire(ring + head) != 0;
  }

  // The message in hand.

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
  public long position(int take) {
    return received;
  }

  @Override
  public int redelivered(int take) {
    return deliveriesBefore;
  }

  @Override
  public void hold(int take) {
    held = true;
    leave();
  }

  @Override
  public void resume(int take) {
    turn.enter();
    held = false;
    resumed = true;
  }

  @Override
  public void release(int take) {
    boolean told = wanted;
    boolean awaited = resumed;
    resumed = false;
    Step.reached(Steps.PAIR_READ);
    advance();
    leave();
    room.signal();
    if (told) {
      fates.signal();
    }
    if (awaited) {
      messages.signal(); // others of this process found the message held
    }
  }

  /// As [#release] and [#tryTake] in place, in one turn.
  @Override
  public int releaseAndTake(int take) {
    if (resumed || wanted) {
      release(take);
      return tryTake(true, 0);
    }
    boolean taken = false;
    try {
      Step.reached(Steps.PAIR_READ);
      advance();
      room.signal();
      taken = isNextPlain() || takeNext();
      inARow++;
    } finally {
      if (!taken) {
        leave();
      }
    }
    if (taken) {
      noteReading();
    }
    return taken ? THE_TAKE : NOT_NOW;
  }

  @Override
  public void giveBack(int take) {
    if (deliveries > deliveriesBefore) {
      deliveriesBefore = deliveries;
      resumed = false;
    }
    leave();
    messages.signal();
  }

  /// Does not wait for a thread that works on a message.
  boolean remove(Pending seen, byte[] contents) {
    if (!turn.tryEnter()) {
      return false;
    }
    try {
      boolean mine = receiving || begin();
      boolean inHand = held && seen.position() == received;
      boolean removed = mine && !inHand && records.remove(seen, contents, fates::signal);
      if (removed && !held) {
        passRemoved();
      }
      return removed;
    } finally {
      leave();
    }
  }

  // The head.

  /// Gives the room of the record back. In a burst it first writes to each line of the record, so
  /// that the sender gets the lines with the right to write; in a round trip that would hold up the
  /// answer. The header is the receiver's own by now: the sender cannot take the record back.
  private void advance() {
    if (inARow > 1) {
      Words.touch(ring + head, PairLayout.recordBytes(PairLayout.messageSize(record)));
    }
    head = records.next(head, record);
    received++;
    deliveries = 0;
    deliveriesBefore = 0;
    long word = PairLayout.head((int) received, head);
    Words.longRelease(memory.header() + HeaderLayout.PAIR_HEAD, word); // SYNC: pair-head
    Step.reached(Steps.PAIR_RELEASED);
    Words.longOpaque(memory.header() + HeaderLayout.PAIR_RECEIVED, received);
  }

  /// Its sender took the record back: gives its room back, and goes on.
  private void passOver() {
    Counters.add(memory.header(), HeaderLayout.ABANDONED, 1);
    advance();
    room.signal();
  }

  /// Goes past what was removed at the head.
  private void passRemoved() {
    for (int looks = 0; looks < memory.capacity(); looks++) {
      record = Words.longAcquire(ring + head);
      if (!PairLayout.isTakenBack(record) || !records.isSound(record)) {
        return;
      }
      passOver();
    }
  }

  /// A thread that found the turn taken waits as if there were no message, so it is told.
  private void leave() {
    if (turn.exit()) {
      messages.signal();
    }
  }
}
