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
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// The sending end of a pair: writes records at the tail, and takes untaken ones back.
///
/// The header of a record is its last word to be written. The word behind the record is cleared
/// before, so the receiver always finds a zero where the records end.
final class PairSender implements SendingEnd {
  private static final int THE_CLAIM = 0;

  /// How far ahead the ring is fetched, in bytes: about as long as a line needs to come.
  private static final long AHEAD = 512;

  private final QueueMemory memory;
  private final PairRecords records;
  private final long ring;
  private final ExclusiveEnd end;
  private final Gate messages;
  private final Gate room;
  private final BiasedLock turn;

  // Guarded by the turn.
  private boolean sending;
  private long tail;
  private int sent;
  private int releasedSeen;

  /// Where the records lie whose senders wait for what becomes of them, by number. While there are
  /// any, its monitor guards the headers of the ring against being written over.
  private final Map<Integer, Long> wantedAt = new ConcurrentHashMap<>();

  PairSender(PairRecords records, Gate messages, Gate room, Parking parking, Liveness liveness) {
    this.memory = records.memory();
    this.records = records;
    this.ring = memory.engine();
    this.end = new ExclusiveEnd(memory, HeaderLayout.SENDING_END, liveness);
    this.messages = messages;
    this.room = room;
    this.turn = new BiasedLock(parking);
  }

  @Override
  public int tryClaim(long size) {
    if (!turn.tryEnter()) {
      return NOT_NOW;
    }
    boolean claimed = false;
    try {
      claimed = (sending || begin()) && hasRoomInRing();
    } finally {
      if (!claimed) {
        leave();
      }
    }
    return claimed ? THE_CLAIM : NOT_NOW;
  }

  /// Takes the end: the tail is where the published records end.
  private boolean begin() {
    end.claim("sends to");
    Step.reached(Steps.PAIR_SENDING_END_TAKEN);
    long at = records.headAcquire();
    tail = records.checkedOffset(at);
    sent = releasedSeen = PairLayout.headCount(at);
    for (long next; (next = Words.longAcquire(ring + tail)) != 0; sent++) {
      if (!records.isSound(next) || sent - releasedSeen > memory.capacity()) {
        throw records.damaged("its records do not end");
      }
      tail = records.next(tail, next);
    }
    sending = true;
    return true;
  }

  /// The ring always has room for `capacity` of the largest records, so only their number counts.
  private boolean hasRoomInRing() {
    if (sent - releasedSeen >= memory.capacity()) {
      releasedSeen = PairLayout.headCount(records.headAcquire());
      int depth = sent - releasedSeen;
      if (depth < 0 || depth > memory.capacity()) {
        throw records.damaged("its head word counts " + depth + " messages");
      }
    }
    return sent - releasedSeen < memory.capacity();
  }

  /// A thread that does not have the turn may count too few that were sent, never too many but for
  /// the one that is just taken back.
  @Override
  public boolean hasRoom() {
    return !sending || sent - PairLayout.headCount(records.headAcquire()) < memory.capacity();
  }

  @Override
  public long roomAddress(int claim, long size) {
    return ring + tail + PairLayout.RECORD_PAYLOAD;
  }

  @Override
  public int publish(int claim, long claimed, long size, Attributes attributes) {
    Step.reached(Steps.PAIR_WRITTEN);
    long header = PairLayout.header(size, memory.participantId());
    long next = tail + PairLayout.recordBytes(size);
    Words.longPlain(ring + next, 0);
    Step.reached(Steps.PAIR_NEXT_CLEARED);
    int number = sent;
    if (attributes.wanted()) {
      synchronized (wantedAt) {
        wantedAt.put(number, ring + tail);
        publish(header | PairLayout.RECALLABLE);
      }
    } else if (wantedAt.isEmpty()) {
      publish(header);
    } else {
      synchronized (wantedAt) {
        publish(header);
      }
    }
    Step.reached(Steps.PAIR_PUBLISHED);
    tail = records.wrap(next);
    sent++;
    long ahead = ring + tail + AHEAD;
    leave();
    messages.signal();
    Words.fetch(ahead);
    return number;
  }

  private void publish(long header) {
    Words.longRelease(ring + tail, header); // SYNC: pair-record (release side)
  }

  @Override
  public void keepClaim(int claim) {
    turn.keep();
  }

  @Override
  public void abandon(int claim) {
    leave();
  }

  // What becomes of a message.

  @Override
  public SendState fate(int number) {
    long header = Words.longAcquire(Objects.requireNonNull(wantedAt.get(number)));
    if (PairLayout.headCount(records.headAcquire()) - number > 0) {
      return SendState.DONE; // what was read may belong to another record by now
    }
    return PairLayout.isRecallable(header) ? SendState.WAITING : SendState.TAKEN;
  }

  @Override
  public long receiver(int number) {
    return memory.idOf(Words.intAcquire(memory.header() + HeaderLayout.RECEIVING_END));
  }

  /// The receiver alone can tell whether it has the first of them in hand.
  @Override
  public long upTo(int number, boolean inHand) {
    int count = number - PairLayout.headCount(records.headAcquire()) + 1;
    return inHand ? count : Math.max(1, count - 1);
  }

  /// Does not wait for a thread that keeps the turn, whose claim may stay open for long.
  @Override
  public SendState settle(int number, boolean withdraw) {
    boolean ours = withdraw && fate(number) == SendState.WAITING && turn.tryEnter();
    try {
      return settle(number, withdraw, ours);
    } finally {
      if (ours) {
        leave();
      }
    }
  }

  /// Under the monitor, so that the record is not written over meanwhile.
  private SendState settle(int number, boolean withdraw, boolean ours) {
    synchronized (wantedAt) {
      SendState state = fate(number);
      if (state == SendState.WAITING) {
        state = recall(Objects.requireNonNull(wantedAt.get(number)), withdraw, ours);
      }
      wantedAt.remove(number);
      return state;
    }
  }

  /// @param ours whether this thread has the turn: then the room of the last record comes back at
  ///   once
  private SendState recall(long address, boolean withdraw, boolean ours) {
    long header = Words.longAcquire(address);
    boolean isLast = withdraw && ours && records.next(address - ring, header) == tail;
    long takenBack = isLast ? 0 : PairLayout.takenBack(header);
    long settled = withdraw ? takenBack : header & ~PairLayout.RECALLABLE;
    if (!PairLayout.isRecallable(header) || !Words.longCas(address, header, settled)) {
      return SendState.TAKEN;
    }
    Step.reached(withdraw ? Steps.RECEIPT_WITHDRAWN : Steps.RECEIPT_WAIVED);
    if (isLast) {
      tail = address - ring;
      sent--;
      room.signal();
    }
    return withdraw ? SendState.WITHDRAWN : SendState.WAITING;
  }

  /// A thread that found the turn taken waits as if there were no room, so it is told.
  private void leave() {
    if (turn.exit()) {
      room.signal();
    }
  }
}
