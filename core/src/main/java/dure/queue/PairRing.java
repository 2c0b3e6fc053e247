// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import dure.LinkTakenException;
import dure.Message;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
/// before, so a receiver that reads zero knows there is nothing yet. The receiver changes nothing
/// in the ring: it gives room back through the head word alone, which the sender reads only when
/// the ring seems full.
///
/// A record may be taken back by its sender as long as the receiver has not marked it as taken. The
/// last one goes as if it had never been, and its room with it; one with others behind it stays as
/// a record of nobody's, which the receiver passes over.
///
/// **Death.** Each end belongs to one participant. A record whose header was not written never
/// existed, and the tail is where the headers end, so the next sender finds it by walking. A record
/// that was handed out and not given back is still at the head; the reading word tells the next
/// receiver how often that has happened.
public final class PairRing implements Engine {
  private static final int THE_ONE = 0;

  /// How far ahead the sender fetches the ring, in bytes: about as long as a line needs to come.
  private static final long AHEAD = 512;

  private final QueueMemory memory;
  private final PairRecords records;
  private final long ring;
  private final long ringBytes;
  private final ExclusiveEnd sendingEnd;
  private final ExclusiveEnd receivingEnd;
  private final Gate messages;
  private final Gate room;
  private final Gate fates;

  // The sender's own, guarded by its turn.
  private final BiasedLock sendTurn;
  private boolean sending;
  private long tail;
  private int sent;
  private int releasedSeen;

  /// Where the records lie whose senders wait for what becomes of them, by number. While there are
  /// any, its monitor guards the headers of the ring against being written over.
  private final Map<Integer, Long> wantedAt = new ConcurrentHashMap<>();

  // The receiver's own, guarded by its turn.
  private final BiasedLock receiveTurn;
  private boolean receiving;
  private long head;
  private long received;
  private long record;
  private int deliveries;
  private int deliveriesBefore;
  private boolean wanted;

  /// The last record of whose taking its sender was told, by its position.
  private long wantedAtPosition = -1;

  private boolean held;
  private boolean resumed;
  private int inARow;

  /// @param memory header and ring, the ring mapped twice
  public PairRing(QueueMemory memory, Parking parking, Liveness reaper) {
    this.memory = memory;
    this.records = new PairRecords(memory);
    this.ring = memory.engine();
    this.ringBytes = PairLayout.ringBytes(memory.capacity(), memory.messageSize());
    this.sendingEnd = new ExclusiveEnd(memory, HeaderLayout.SENDING_END, reaper);
    this.receivingEnd = new ExclusiveEnd(memory, HeaderLayout.RECEIVING_END, reaper);
    Gate.Fence fence = parking.barrier() ? Gate.Fence.SLEEPER_PAYS : Gate.Fence.WAKER_PAYS;
    this.messages = new Gate(memory.header() + HeaderLayout.MESSAGES_GATE, parking, fence);
    this.room = new Gate(memory.header() + HeaderLayout.ROOM_GATE, parking, fence);
    this.fates = new Gate(memory.header() + HeaderLayout.FATES_GATE, parking, fence);
    this.sendTurn = new BiasedLock(parking);
    this.receiveTurn = new BiasedLock(parking);
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
      releasedSeen = PairLayout.headCount(records.headAcquire());
      int depth = sent - releasedSeen;
      if (depth < 0 || depth > memory.capacity()) {
        throw records.damaged("its head word counts " + depth + " messages");
      }
    }
    return sent - releasedSeen < memory.capacity();
  }

  @Override
  public long roomAddress(int claim, long size) {
    return ring + tail + PairLayout.RECORD_PAYLOAD;
  }

  @Override
  public int publish(int claim, long claimed, long size, Attributes label) {
    Step.reached(Steps.PAIR_WRITTEN);
    long next = tail + PairLayout.recordBytes(size);
    Words.longPlain(ring + next, 0);
    Step.reached(Steps.PAIR_NEXT_CLEARED);
    int number = sent;
    long header = PairLayout.header(size, memory.participantId());
    if (label.wanted()) {
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
    tail = wrap(next);
    sent++;
    leave(sendTurn, room);
    messages.signal();
    Words.fetch(ring + wrap(next) + AHEAD);
    return number;
  }

  private void publish(long header) {
    Words.longRelease(ring + tail, header); // SYNC: pair-record (release side)
  }

  @Override
  public void keepClaim(int claim) {
    sendTurn.keep();
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

  /// Nobody but the receiver can tell whether it has the first of them in hand.
  @Override
  public long upTo(int number, boolean inHand) {
    int count = number - PairLayout.headCount(records.headAcquire()) + 1;
    return inHand ? count : Math.max(1, count - 1);
  }

  /// Does not wait for a thread that keeps the sender's turn, whose claim may stay open for long.
  @Override
  public SendState settle(int number, boolean withdraw) {
    boolean ours = withdraw && fate(number) == SendState.WAITING && sendTurn.tryEnter();
    try {
      return settle(number, withdraw, ours);
    } finally {
      if (ours) {
        leave(sendTurn, room);
      }
    }
  }

  /// Under the monitor, so that the record is not written over meanwhile.
  private SendState settle(int number, boolean withdraw, boolean ours) {
    synchronized (wantedAt) {
      SendState fate = fate(number);
      if (fate == SendState.WAITING) {
        fate = recall(Objects.requireNonNull(wantedAt.get(number)), withdraw, ours);
      }
      wantedAt.remove(number);
      return fate;
    }
  }

  /// @param ours whether this thread has the sender's turn: then the room of the last record comes
  ///   back at once
  private SendState recall(long address, boolean withdraw, boolean ours) {
    long header = Words.longAcquire(address);
    long end = wrap(address - ring + PairLayout.recordBytes(PairLayout.messageSize(header)));
    boolean isLast = withdraw && ours && end == tail;
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

  @Override
  public void untaken(long sender, Consumer<Pending> into) {
    records.untaken(sender, into);
  }

  @Override
  public @Nullable Message copy(Pending seen) {
    return records.copy(seen);
  }

  @Override
  public boolean remove(Pending seen, byte[] contents) {
    if (!receiveTurn.tryEnter()) {
      return false;
    }
    try {
      boolean mine = receiving || takeReceivingEnd();
      boolean inHand = held && seen.position() == received;
      boolean removed = mine && !inHand && records.remove(seen, contents, fates::signal);
      if (removed && !held) {
        passNobodys();
      }
      return removed;
    } finally {
      leave(receiveTurn, messages);
    }
  }

  @Override
  public long depth() {
    return PairWalk.depth(ring, memory.capacity(), memory.messageSize(), records.headAcquire());
  }

  @Override
  public void abandon(int claim) {
    leave(sendTurn, room);
  }

  @Override
  public int tryTake(boolean inPlace, long choice) {
    if (!receiveTurn.tryEnter()) {
      return NOT_NOW;
    }
    boolean taken = false;
    try {
      taken = !held && (receiving || takeReceivingEnd()) && takeNext();
      inARow = taken ? inARow + 1 : 0;
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

  @Override
  public void keepTake(int take) {
    receiveTurn.keep();
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
        wanted = received == wantedAtPosition || deliveriesBefore > 0;
        return true;
      } else if (Words.longCas(ring + head, record, record & ~PairLayout.RECALLABLE)) {
        Step.reached(Steps.PAIR_TAKEN);
        wanted = true;
        wantedAtPosition = received;
        fates.signal();
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean hasMessage() {
    return !held && Words.longAcquire(ring + head) != 0;
  }

  /// Its sender took it back: gives its room back, and goes on.
  private void passOver() {
    Counters.add(memory.header(), HeaderLayout.ABANDONED, 1);
    advance();
    room.signal();
  }

  /// Goes past what was removed at the head.
  private void passNobodys() {
    for (int looks = 0; looks < memory.capacity(); looks++) {
      record = Words.longAcquire(ring + head);
      if (!PairLayout.isTakenBack(record) || !records.isSound(record)) {
        return;
      }
      passOver();
    }
  }

  /// Writes to each line of a record that is done with, so that the sender gets the lines with the
  /// right to write. In a burst it soon needs them; in a round trip this would hold up the answer.
  /// The header is the receiver's own by now: nobody can take the record back any more.
  private void touch() {
    Words.touch(ring + head, PairLayout.recordBytes(PairLayout.messageSize(record)));
  }

  private void advance() {
    if (inARow > 1) {
      touch();
    }
    head = wrap(head + PairLayout.recordBytes(PairLayout.messageSize(record)));
    received++;
    deliveries = 0;
    deliveriesBefore = 0;
    headRelease(PairLayout.head((int) received, head));
    Step.reached(Steps.PAIR_RELEASED);
    Words.longOpaque(memory.header() + HeaderLayout.PAIR_RECEIVED, received);
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
    leave(receiveTurn, messages);
  }

  @Override
  public void resume(int take) {
    receiveTurn.enter();
    held = false;
    resumed = true;
  }

  @Override
  public void release(int take) {
    Step.reached(Steps.PAIR_READ);
    advance();
    boolean told = wanted;
    boolean awaited = resumed;
    resumed = false;
    leave(receiveTurn, messages);
    room.signal();
    if (told) {
      fates.signal();
    }
    if (awaited) {
      messages.signal(); // others of this process found the message held
    }
  }

  @Override
  public void giveBack(int take) {
    if (deliveries > deliveriesBefore) {
      deliveriesBefore = deliveries;
      resumed = false;
    }
    leave(receiveTurn, messages);
    messages.signal();
  }

  /// The end is ours from now on; the tail is where the published records end.
  private boolean takeSendingEnd() {
    have(sendingEnd, "sends to");
    Step.reached(Steps.PAIR_SENDING_END_TAKEN);
    long at = records.headAcquire();
    tail = records.checkedOffset(at);
    sent = releasedSeen = PairLayout.headCount(at);
    for (long next; (next = Words.longAcquire(ring + tail)) != 0; sent++) {
      if (!records.isSound(next) || sent - releasedSeen > memory.capacity()) {
        throw records.damaged("its records do not end");
      }
      tail = wrap(tail + PairLayout.recordBytes(PairLayout.messageSize(next)));
    }
    sending = true;
    return true;
  }

  /// The end is ours from now on; what our predecessor was handed and did not give back comes
  /// again.
  private boolean takeReceivingEnd() {
    have(receivingEnd, "receives from");
    Step.reached(Steps.PAIR_RECEIVING_END_TAKEN);
    long at = records.headAcquire();
    head = records.checkedOffset(at);
    received = records.received(at);
    deliveries = deliveriesBefore = records.deliveriesOf(at);
    receiving = true;
    return true;
  }

  private void have(ExclusiveEnd end, String verb) {
    if (!end.have()) {
      throw new LinkTakenException(
          memory.mailbox(),
          "it is a pair, and another process "
              + verb
              + " it already; create it with receivers 'any' to share it among more");
    }
  }

  @Override
  public int sweep(int participant) {
    boolean had =
        Words.intAcquire(memory.header() + HeaderLayout.RECEIVING_END) == participant
            && records.deliveriesOf(records.headAcquire()) > 0;
    for (long end : new long[] {HeaderLayout.SENDING_END, HeaderLayout.RECEIVING_END}) {
      ExclusiveEnd.free(memory.header(), end, participant);
      Step.reached(Steps.SWEEP_REPAIRED_ONE);
    }
    return had ? 1 : 0;
  }

  @Override
  public Gate messages() {
    return messages;
  }

  @Override
  public Gate room() {
    return room;
  }

  @Override
  public Gate fates() {
    return fates;
  }

  /// Who found the turn taken waits as if there were nothing for him, so he is told when it is
  /// free.
  private static void leave(BiasedLock turn, Gate waiting) {
    if (turn.exit()) {
      waiting.signal();
    }
  }

  private void headRelease(long value) {
    Words.longRelease(memory.header() + HeaderLayout.PAIR_HEAD, value); // SYNC: pair-head
  }

  private long wrap(long offset) {
    return offset >= ringBytes ? offset - ringBytes : offset;
  }
}
