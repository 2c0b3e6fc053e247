// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import static dure.layout.SlotWord.FREE;
import static dure.layout.SlotWord.FULL;
import static dure.layout.SlotWord.WRITING;

import dure.Address;
import dure.Message;
import dure.Observers;
import dure.gate.Gate;
import dure.layout.HeaderLayout;
import dure.layout.ParticipantLayout;
import dure.layout.SlotWord;
import dure.parking.Parking;
import dure.raw.Step;
import dure.raw.Steps;
import dure.raw.Words;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The broadcast: a ring of cells that every listener walks for itself.
///
/// ```
///          claim, when all have passed          publish
/// FULL(L-1) or FREE(L) ----------> WRITING(L,X) --------> FULL(L)
///                                       |
///                                       +---------> FREE(L+1)
///                             X died, or gave up: position skipped
/// ```
///
/// A listener's *place*, the cursor of the message it receives next, stands in its entry of the
/// participants table; only it writes there. So receiving changes no word that others write, and a
/// sender looks at all places only when the ring seems full. A listener begins at the end: it gets
/// what is sent from then on.
///
/// **Lossless** (senders wait, are refused, or drop the new): the slowest listener holds the room.
/// **Lossy** (the oldest is dropped): no listener holds anything, so none has to be known, and it
/// may be a [ReadOnlyListener].
///
/// **Death.** A dead sender's claim is skipped once it is swept, a dead listener's place goes with
/// its entry. A sender that is merely stopped between claim and publication holds up the messages
/// behind it: no other receiver could get its message late.
public final class Broadcast implements Engine, SendingEnd, ReceivingEnd {
  private static final int MOST_TRIES = 1_000;
  private static final long NOT_LISTENING = 0;
  private static final long SUSPECT_NANOS = 1_000_000;

  private final QueueMemory memory;
  private final Cells cells;
  private final int capacity;
  private final int participants;
  private final boolean lossy;
  private final Liveness reaper;
  private final Gate messages;
  private final Gate room;
  private final Gate fates;
  private final long place;

  // Any thread's value is a lower bound.
  private long sendCursor;
  private long slowestSeen;
  private long suspectAt;

  // The listener's own, guarded by its turn.
  private final BiasedLock turn;
  private final Walk walk;
  private boolean listening;
  private boolean held;
  private boolean resumed;

  /// @param participants entries in the table
  /// @param lossy whether the oldest message makes room, received or not
  public Broadcast(
      QueueMemory memory, int participants, boolean lossy, Parking parking, Liveness reaper) {
    this.memory = memory;
    this.cells = new Cells(memory);
    this.capacity = memory.capacity();
    this.participants = participants;
    this.lossy = lossy;
    this.reaper = reaper;
    this.messages = gate(HeaderLayout.MESSAGES_GATE, parking);
    this.room = gate(HeaderLayout.ROOM_GATE, parking);
    this.fates = gate(HeaderLayout.FATES_GATE, parking);
    this.place = entry(memory.participant()) + ParticipantLayout.PLACE;
    this.turn = new BiasedLock(parking);
    this.walk = new Walk(memory, cells, lossy);
  }

  private Gate gate(long offset, Parking parking) {
    return new Gate(memory.header() + offset, parking, Gate.Fence.WAKER_HAS_ONE);
  }

  @Override
  public SendingEnd sendingEnd() {
    return this;
  }

  @Override
  public ReceivingEnd receivingEnd() {
    return this;
  }

  // Sending.

  @Override
  public int tryClaim(long ofSize) {
    long at = sendCursor;
    for (long looks = 0; looks < Walk.mostLooks(capacity); looks++) {
      int cell = SlotWord.cursorCell(at);
      long word = cells.wordAcquire(cell);
      long ahead = SlotWord.lapsAhead(word, at);
      if (ahead > 0 || (ahead == 0 && SlotWord.state(word) != FREE)) {
        at = Walk.onFrom(at, word, ahead, capacity);
      } else if (ahead == -1 && !(SlotWord.state(word) == FULL && isFree(at))) {
        sendCursor = at;
        reapIfDead(word);
        return NOT_NOW;
      } else if (ahead < -1) {
        throw cells.damaged(cell, word);
      } else if (cells.wordCas(
          cell, word, SlotWord.of(WRITING, memory.participant(), 0, SlotWord.cursorLap(at)))) {
        Step.reached(Steps.CAST_CLAIMED);
        sendCursor = SlotWord.next(at, capacity);
        return cell;
      }
    }
    sendCursor = at;
    return NOT_NOW;
  }

  @Override
  public boolean hasRoom() {
    long at = sendCursor;
    for (long looks = 0; looks < Walk.mostLooks(capacity); looks++) {
      long word = cells.wordAcquire(SlotWord.cursorCell(at));
      long ahead = SlotWord.lapsAhead(word, at);
      if (ahead > 0 || (ahead == 0 && SlotWord.state(word) != FREE)) {
        at = Walk.onFrom(at, word, ahead, capacity);
      } else {
        return ahead != -1 || (SlotWord.state(word) == FULL && isFree(at));
      }
    }
    return true;
  }

  /// True if every listener has passed the message that lies where this cursor points, a lap
  /// before.
  private boolean isFree(long at) {
    long before = SlotWord.aLapBefore(at);
    if (!lossy && slowestSeen - before <= 0) {
      slowestSeen = slowest(at);
    }
    return lossy || slowestSeen - before > 0;
  }

  /// The place of the slowest listener; the given one without listeners.
  private long slowest(long otherwise) {
    long slowest = otherwise;
    for (int index = 1; index <= participants; index++) {
      long its = Words.longAcquire(entry(index) + ParticipantLayout.PLACE); // SYNC: place
      if (its != NOT_LISTENING && its - 1 - slowest < 0) {
        slowest = its - 1;
      }
    }
    return slowest;
  }

  private void reapIfDead(long word) {
    long now = System.nanoTime();
    if (SlotWord.state(word) == WRITING && now - suspectAt >= 0) {
      suspectAt = now + SUSPECT_NANOS;
      reaper.reapIfDead(SlotWord.owner(word));
    }
  }

  @Override
  public long roomAddress(int claim, long ofSize) {
    return cells.payload(claim, ofSize);
  }

  @Override
  public int publish(int claim, long claimed, long ofSize, Attributes label) {
    long word = mine(claim);
    cells.move(claim, claimed, ofSize);
    cells.describe(claim, ofSize, cells.position(claim, SlotWord.lap(word)));
    Step.reached(Steps.CAST_WRITTEN);
    // SYNC: slot-message (release side)
    if (!cells.wordCas(claim, word, SlotWord.with(word, FULL, memory.participant()))) {
      throw cells.damaged(claim, cells.wordAcquire(claim));
    }
    Step.reached(Steps.CAST_PUBLISHED);
    messages.signal();
    room.signal(); // a sender may have been waiting for this very claim
    return claim;
  }

  @Override
  public void abandon(int claim) {
    long word = mine(claim);
    if (!cells.wordCas(claim, word, skipped(word))) {
      throw cells.damaged(claim, cells.wordAcquire(claim));
    }
    Step.reached(Steps.CAST_HANDED_BACK);
    Counters.add(memory.header(), HeaderLayout.ABANDONED, 1);
    messages.signal();
    room.signal();
  }

  private long mine(int claim) {
    long word = cells.wordAcquire(claim);
    if (SlotWord.state(word) != WRITING || SlotWord.owner(word) != memory.participant()) {
      throw cells.damaged(claim, word);
    }
    return word;
  }

  private static long skipped(long word) {
    return SlotWord.of(FREE, 0, 0, SlotWord.lap(word) + 1);
  }

  /// No one receiver stands for all, so a sender cannot wait for its receipt.
  @Override
  public SendState fate(int sent) {
    return SendState.WAITING;
  }

  @Override
  public long receiver(int sent) {
    return 0;
  }

  @Override
  public long upTo(int sent, boolean inHand) {
    return depth();
  }

  @Override
  public SendState settle(int sent, boolean withdraw) {
    return SendState.WAITING;
  }

  // Receiving.

  @Override
  public void listen() {
    turn.enter();
    try {
      takePlace();
    } finally {
      leave();
    }
  }

  /// Begins at the end. Senders respect the place from the moment they look at all places again;
  /// what one that has looked before writes over was sent before this began to listen.
  private void takePlace() {
    for (int tries = 0; !listening && tries < MOST_TRIES; tries++) {
      walk.toEnd();
      tellPlace();
      Step.reached(Steps.CAST_LISTENS);
      long word = cells.wordAcquire(SlotWord.cursorCell(walk.cursor()));
      listening = lossy || SlotWord.lapsAhead(word, walk.cursor()) <= 0;
    }
  }

  private void tellPlace() {
    Words.longVolatile(place, walk.cursor() + 1); // SYNC: place
  }

  @Override
  public int tryTake(boolean inPlace, long choice) {
    if (!turn.tryEnter()) {
      return NOT_NOW;
    }
    int taken = NOT_NOW;
    try {
      takePlace();
      taken = held ? NOT_NOW : takeNext();
    } finally {
      if (taken == NOT_NOW) {
        leave();
      }
    }
    return taken;
  }

  @Override
  public void keepTake(int take) {
    turn.keep();
  }

  private int takeNext() {
    long before = walk.cursor();
    long missedBefore = walk.missed();
    int taken = walk.next();
    if (walk.cursor() != before) {
      drop(walk.missed() - missedBefore);
      tellPlace();
      room.signal();
    }
    if (taken == NOT_NOW) {
      reapIfDead(walk.seen());
    } else {
      Step.reached(Steps.CAST_TAKEN);
    }
    return taken;
  }

  private void drop(long missed) {
    if (missed > 0) {
      Counters.add(memory.header(), HeaderLayout.DROPPED, missed);
      Observers.dropped(Address.of(memory.mailbox()), missed);
    }
  }

  @Override
  public boolean hasMessage() {
    if (!listening || held) {
      return !held;
    }
    long at = walk.cursor();
    long word = cells.wordAcquire(SlotWord.cursorCell(at));
    long ahead = SlotWord.lapsAhead(word, at);
    return ahead > 0 || (ahead == 0 && SlotWord.state(word) == FULL);
  }

  @Override
  public long depth() {
    long end = walk.end();
    long slowest = lossy ? end : slowest(end);
    long depth = 0;
    for (int cell = 0; cell < capacity; cell++) {
      long word = cells.wordAcquire(cell);
      long at = SlotWord.cursor(SlotWord.lap(word), cell);
      depth += SlotWord.state(word) == FULL && at - slowest >= 0 ? 1 : 0;
    }
    return depth;
  }

  @Override
  public void untaken(long sender, Consumer<Pending> into) {
    long from = sender == ANYBODY && listening ? walk.cursor() : slowest(walk.end());
    for (int cell = 0; cell < capacity; cell++) {
      long word = cells.wordAcquire(cell);
      long at = SlotWord.cursor(SlotWord.lap(word), cell);
      boolean kept = SlotWord.state(word) == FULL && at - from >= 0;
      Pending seen = kept ? cells.untaken(cell, word) : null;
      if (seen != null && (sender == ANYBODY || seen.sender() == sender)) {
        into.accept(seen);
      }
    }
  }

  @Override
  public @Nullable Message copy(Pending seen) {
    return cells.copy(seen);
  }

  @Override
  public long size(int take) {
    return walk.size(take);
  }

  @Override
  public long messageAddress(int take, long ofSize) {
    return walk.messageAddress(take, ofSize);
  }

  @Override
  public @Nullable MemorySegment copyOf(int take) {
    return walk.copyOf(take);
  }

  @Override
  public long sender(int take) {
    return walk.sender(take);
  }

  @Override
  public long position(int take) {
    return walk.position(take);
  }

  @Override
  public int redelivered(int take) {
    return walk.redelivered(take);
  }

  @Override
  public long missed(int take) {
    return walk.missed(take);
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
    Step.reached(Steps.CAST_READ);
    walk.done();
    tellPlace();
    Step.reached(Steps.CAST_RELEASED);
    boolean awaited = resumed;
    resumed = false;
    leave();
    room.signal();
    if (awaited) {
      messages.signal(); // others of this process found the message held
    }
  }

  @Override
  public void giveBack(int take) {
    walk.again();
    resumed = false;
    leave();
    messages.signal();
  }

  // Repair.

  @Override
  public int sweep(int participant) {
    int repaired = 0;
    for (int cell = 0; cell < capacity; cell++) {
      long word = cells.wordAcquire(cell);
      if (SlotWord.state(word) == WRITING
          && SlotWord.owner(word) == participant
          && cells.wordCas(cell, word, skipped(word))) {
        Step.reached(Steps.SWEEP_REPAIRED_ONE);
        Counters.add(memory.header(), HeaderLayout.ABANDONED, 1);
        repaired++;
      }
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

  @Override
  public Gate fates() {
    return fates;
  }

  private void leave() {
    if (turn.exit()) {
      messages.signal();
    }
  }

  private long entry(int index) {
    return memory.header() + ParticipantLayout.OFFSET + index * ParticipantLayout.BYTES;
  }
}
