// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import static dure.layout.SlotWord.FREE;
import static dure.layout.SlotWord.FULL;
import static dure.layout.SlotWord.LATE;
import static dure.layout.SlotWord.READING;
import static dure.layout.SlotWord.REVOKED;
import static dure.layout.SlotWord.WRITING;

import dure.layout.HeaderLayout;
import dure.layout.SlotWord;
import dure.parking.Parking;
import dure.raw.Step;
import dure.raw.Steps;
import dure.raw.Words;
import dure.sync.Gate;
import java.util.function.LongUnaryOperator;

/// The slots for many: any number of senders and receivers, each message to exactly one of them.
///
/// A ring of cells, and in each a *slot word* that says everything: state, owner and generation
/// (see [SlotWord]). Every step is one compare-and-set on one word:
///
/// ```
///        claim             publish          take             release
/// FREE(L) ----> WRITING(L,X) ----> FULL(L) ----> READING(L,C) ----> FREE(L+1)
///                  |    \                          ^ |      \
///     passed over  |     \ X died, or gave up      | |       \ C died, or gave back
///                  v      v                        | |        v
///          REVOKED(L,X)  FREE(L+1)            take | |    FULL(L) and redelivered
///                  |                               | |
///                  +----> LATE(L) -----------------+ | lap skipped
///                 publish                            v
///                                             READING(L+1,C)
/// ```
///
/// Senders claim the cells in order, and receivers take them in order; there is no shared counter
/// to reserve a place with, so no instant at which a place is taken and nobody knows by whom. Each
/// process walks a cursor of its own, which may lag behind the true position but never passes it,
/// and the words themselves tell it to go on. The hints in the header only shorten that walk.
///
/// Nobody holds up the others: a sender that stopped in the middle is passed over after the
/// mailbox's patience, and a cell that a receiver keeps is skipped by the senders of the next lap.
/// A dead one's cells are swept (see [#sweep]) by whoever meets them. `model/queue.pml` checks this
/// protocol with kills between any two steps.
public final class SlotQueue implements Engine {
  /// How often a hint is brought up to date.
  private static final int HINT_EVERY = 64;

  /// How often a step on a word in our own hands is tried: others can change it twice at the most.
  private static final int MOST_TRIES = 1_000;

  /// How long a claim may stand at the head before its owner is suspected to be dead, and how often
  /// he is looked after then.
  private static final long SUSPECT_NANOS = 1_000_000;

  /// Instead of a take: something changed meanwhile.
  private static final int LOOK_AGAIN = -2;

  private final QueueMemory memory;
  private final long patienceNanos;
  private final Reaper reaper;
  private final Gate messages;
  private final Gate room;
  private final Cells cells;
  private final int capacity;
  private final int me;

  // Shared by the threads of this process without order: any value one of them wrote is good
  // enough.
  private long sendCursor;
  private long receiveCursor;
  private long straySeen;
  private long stalledCursor = -1;
  private long stalledSince;
  private long suspectAt;

  public SlotQueue(QueueMemory memory, long patienceNanos, Parking parking, Reaper reaper) {
    this.memory = memory;
    this.patienceNanos = patienceNanos;
    this.reaper = reaper;
    this.messages = gate(HeaderLayout.MESSAGES_GATE, parking);
    this.room = gate(HeaderLayout.ROOM_GATE, parking);
    this.capacity = memory.capacity();
    this.me = memory.participant();
    this.cells = new Cells(memory);
    this.straySeen = strayAcquire() - 1;
    this.sendCursor = hinted(HeaderLayout.TAIL_HINT, 0);
    this.receiveCursor = hinted(HeaderLayout.HEAD_HINT, 0);
  }

  /// Makes fresh, zeroed memory into an empty queue.
  public static void prepare(long engine, int capacity) {
    Cells.prepare(engine, capacity);
  }

  private Gate gate(long offset, Parking parking) {
    return new Gate(memory.header() + offset, parking, Gate.Fence.WAKER_HAS_ONE);
  }

  // Sending.

  @Override
  public int tryClaim(long size) {
    long cursor = sendCursor;
    for (long looks = 0; looks < mostLooks(); looks++) {
      int cell = SlotWord.cursorCell(cursor);
      long word = cells.wordAcquire(cell);
      long ahead = SlotWord.lapsAhead(word, cursor);
      if (ahead == 0 && SlotWord.state(word) == FREE) {
        long claimed = SlotWord.of(WRITING, me, 0, SlotWord.lap(word));
        if (cells.wordCas(cell, word, claimed)) {
          Step.reached(Steps.SLOT_CLAIMED);
          passed(cursor, HeaderLayout.TAIL_HINT);
          sendCursor = SlotWord.next(cursor, capacity);
          return cell;
        }
      } else if (ahead >= 0) {
        cursor = catchUp(cursor, ahead, HeaderLayout.TAIL_HINT);
      } else if (isKept(word, ahead) && hasRoomBeyond(cursor)) {
        skip(cell, word);
      } else {
        sendCursor = cursor;
        requireInUse(cell, word, ahead);
        return NOT_NOW;
      }
    }
    sendCursor = cursor;
    return NOT_NOW;
  }

  /// Whether a free cell comes next after the kept ones that begin here. If not, the queue is full,
  /// and going round the kept ones would only carry the positions away from the senders' cursors.
  private boolean hasRoomBeyond(long cursor) {
    long at = cursor;
    for (int seen = 0; seen < capacity; seen++) {
      long word = cells.wordAcquire(SlotWord.cursorCell(at));
      long ahead = SlotWord.lapsAhead(word, at);
      if (!isKept(word, ahead)) {
        return ahead >= 0;
      }
      at = SlotWord.next(at, capacity);
    }
    return false;
  }

  /// Whether a cell is still in use though its lap is over.
  private static boolean isKept(long word, long ahead) {
    return ahead == -1 && isHeld(word);
  }

  /// A cell of the last lap that somebody keeps: his message stays there while this lap goes round
  /// it.
  private void skip(int cell, long word) {
    long skipped =
        SlotWord.of(
            SlotWord.state(word),
            SlotWord.owner(word),
            SlotWord.redelivered(word),
            SlotWord.lap(word) + 1);
    if (cells.wordCas(cell, word, skipped)) {
      Step.reached(Steps.SLOT_SKIPPED);
      add(HeaderLayout.SKIPPED);
    }
  }

  private void requireInUse(int cell, long word, long ahead) {
    int state = SlotWord.state(word);
    if (ahead != -1 || (state != FULL && state != WRITING && !isHeld(word))) {
      throw cells.damaged(cell, word);
    }
  }

  @Override
  public long roomAddress(int claim, long size) {
    return cells.payload(claim, size);
  }

  @Override
  public void publish(int claim, long claimed, long size) {
    long word = cells.wordAcquire(claim);
    cells.move(claim, claimed, size);
    cells.describe(claim, size, memory.participantId(), SlotWord.lap(word) * capacity + claim);
    Step.reached(Steps.SLOT_WRITTEN);
    if (isMine(word, WRITING)) {
      // SYNC: slot-message (release side)
      if (cells.wordCas(claim, word, SlotWord.of(FULL, me, 0, SlotWord.lap(word)))) {
        Step.reached(Steps.SLOT_PUBLISHED);
        messages.signal();
        return;
      }
    }
    publishLate(claim);
  }

  /// The receivers have gone past the claim: the message stays where it is, and they are told to
  /// look for it behind them.
  private void publishLate(int claim) {
    moveOn(claim, REVOKED, REVOKED, word -> SlotWord.of(LATE, me, 0, SlotWord.lap(word)));
    Step.reached(Steps.SLOT_PUBLISHED_LATE);
    add(HeaderLayout.STRAY); // SYNC: stray (release side)
    messages.signal();
  }

  @Override
  public void abandon(int claim) {
    moveOn(claim, WRITING, REVOKED, SlotQueue::freed);
    Step.reached(Steps.SLOT_HANDED_BACK);
    add(HeaderLayout.ABANDONED);
    room.signal();
    messages.signal(); // the receivers may have been waiting for this very claim
  }

  // Receiving.

  @Override
  public int tryTake(boolean inPlace) {
    int found = LOOK_AGAIN;
    for (int tries = 0; found == LOOK_AGAIN && tries < MOST_TRIES; tries++) {
      long stray = strayAcquire();
      found = stray == straySeen ? NOT_NOW : takeStray(stray);
      if (found == NOT_NOW) {
        found = takeNext(stray);
      }
    }
    return found == LOOK_AGAIN ? NOT_NOW : found;
  }

  /// @param stray what the stray word said when there was nothing behind the cursor; if it says
  ///   more by the time a message is seen, an earlier one of the same sender may lie behind
  private int takeNext(long stray) {
    long cursor = receiveCursor;
    for (long looks = 0; looks < mostLooks(); looks++) {
      int cell = SlotWord.cursorCell(cursor);
      long word = cells.wordAcquire(cell);
      long ahead = SlotWord.lapsAhead(word, cursor);
      int state = SlotWord.state(word);
      if (ahead == 0 && (state == FULL || state == LATE)) {
        if (strayAcquire() != stray) {
          return LOOK_AGAIN;
        }
        if (take(cell, word)) {
          passed(cursor, HeaderLayout.HEAD_HINT);
          receiveCursor = SlotWord.next(cursor, capacity);
          return cell;
        }
      } else if (ahead > 0 || (ahead == 0 && isHeld(word))) {
        cursor = catchUp(cursor, ahead, HeaderLayout.HEAD_HINT);
      } else if (ahead == 0 && state == WRITING) {
        receiveCursor = cursor;
        if (!passOver(cursor, cell, word)) {
          return NOT_NOW;
        }
      } else if (ahead < 0 || state == FREE) {
        receiveCursor = cursor;
        return NOT_NOW;
      } else {
        throw cells.damaged(cell, word);
      }
    }
    receiveCursor = cursor;
    return NOT_NOW;
  }

  /// Messages that were put back, or published late, lie behind the cursor, so they are looked for
  /// everywhere; the one of the lowest number goes first.
  private int takeStray(long stray) {
    int first = NOT_NOW;
    long firstNumber = 0;
    for (int cell = 0; cell < capacity; cell++) {
      if (isStray(cells.wordAcquire(cell))
          && (first == NOT_NOW || cells.number(cell) < firstNumber)) {
        first = cell;
        firstNumber = cells.number(cell);
      }
    }
    if (first == NOT_NOW) {
      straySeen = stray;
      return NOT_NOW;
    }
    long word = cells.wordAcquire(first);
    return isStray(word) && take(first, word) ? first : LOOK_AGAIN;
  }

  private static boolean isStray(long word) {
    int state = SlotWord.state(word);
    return state == LATE || (state == FULL && SlotWord.redelivered(word) > 0);
  }

  private boolean take(int cell, long word) {
    int redelivered = SlotWord.redelivered(word);
    // SYNC: slot-message (acquire side)
    boolean taken =
        cells.wordCas(cell, word, SlotWord.of(READING, me, redelivered, SlotWord.lap(word)));
    if (taken) {
      Step.reached(Steps.SLOT_TAKEN);
    }
    return taken;
  }

  /// A claim at the head that is not published: its sender may be slow, stopped or dead. Whether to
  /// look again.
  private boolean passOver(long cursor, int cell, long word) {
    long now = System.nanoTime();
    if (stalledCursor != cursor) {
      stalledCursor = cursor;
      stalledSince = now;
      suspectAt = now + SUSPECT_NANOS;
    }
    if (now - suspectAt >= 0) {
      suspectAt = now + SUSPECT_NANOS;
      if (reaper.reapIfDead(SlotWord.owner(word))) {
        return true;
      }
    }
    if (now - stalledSince < patienceNanos) {
      return false;
    }
    if (cells.wordCas(
        cell, word, SlotWord.of(REVOKED, SlotWord.owner(word), 0, SlotWord.lap(word)))) {
      Step.reached(Steps.SLOT_REVOKED);
      add(HeaderLayout.PASSED);
    }
    return true;
  }

  @Override
  public long size(int take) {
    return cells.messageSize(take);
  }

  @Override
  public long messageAddress(int take, long size) {
    return cells.payload(take, size);
  }

  @Override
  public long sender(int take) {
    return cells.sender(take);
  }

  @Override
  public long number(int take) {
    return cells.number(take);
  }

  @Override
  public int redelivered(int take) {
    return SlotWord.redelivered(cells.wordAcquire(take));
  }

  @Override
  public void release(int take) {
    Step.reached(Steps.SLOT_READ);
    moveOn(take, READING, READING, SlotQueue::freed);
    Step.reached(Steps.SLOT_RELEASED);
    room.signal();
  }

  @Override
  public void giveBack(int take) {
    moveOn(take, READING, READING, SlotQueue::putBack);
    Step.reached(Steps.SLOT_GIVEN_BACK);
    add(HeaderLayout.REDELIVERED);
    add(HeaderLayout.STRAY);
    messages.signal();
  }

  /// Moves on a cell that is in our hands. Others may meanwhile have revoked the claim or skipped
  /// the cell, and nothing else.
  private void moveOn(int cell, int state, int orState, LongUnaryOperator step) {
    long word = 0;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      word = cells.wordAcquire(cell);
      if (!isMine(word, state) && !isMine(word, orState)) {
        break;
      }
      if (cells.wordCas(cell, word, step.applyAsLong(word))) {
        return;
      }
    }
    throw cells.damaged(cell, word);
  }

  private static long freed(long word) {
    return SlotWord.of(FREE, 0, 0, SlotWord.lap(word) + 1);
  }

  private static long putBack(long reading) {
    int redelivered = Math.min(SlotWord.redelivered(reading) + 1, SlotWord.MOST_REDELIVERED);
    return SlotWord.of(FULL, 0, redelivered, SlotWord.lap(reading));
  }

  // Repair.

  @Override
  public int sweep(int participant) {
    int repaired = 0;
    for (int cell = 0; cell < capacity; cell++) {
      for (int tries = 0; tries < MOST_TRIES; tries++) {
        long word = cells.wordAcquire(cell);
        if (SlotWord.owner(word) != participant || !isUnfinished(word)) {
          break;
        }
        boolean reading = SlotWord.state(word) == READING;
        if (cells.wordCas(cell, word, reading ? putBack(word) : freed(word))) {
          Step.reached(Steps.SWEEP_REPAIRED_ONE);
          add(reading ? HeaderLayout.REDELIVERED : HeaderLayout.ABANDONED);
          repaired++;
        }
      }
    }
    return repaired;
  }

  private static boolean isUnfinished(long word) {
    int state = SlotWord.state(word);
    return state == WRITING || state == READING || state == REVOKED;
  }

  @Override
  public Gate messages() {
    return messages;
  }

  @Override
  public Gate room() {
    return room;
  }

  // Cursors and cells.

  /// Somebody has been at this position: go to the next, or, if that lies laps behind, to where the
  /// hint says.
  private long catchUp(long cursor, long ahead, long hint) {
    long next = SlotWord.next(cursor, capacity);
    if (ahead > 0) {
      long hinted = hinted(hint, next);
      return hinted - next > 0 ? hinted : next;
    }
    return next;
  }

  private long hinted(long hint, long otherwise) {
    long hinted = Words.longAcquire(memory.header() + hint);
    return SlotWord.cursorCell(hinted) < capacity ? hinted : otherwise;
  }

  /// Leaves word of how far everybody has come. Any value written here was once true and stays a
  /// lower bound.
  private void passed(long cursor, long hint) {
    if (SlotWord.cursorCell(cursor) % HINT_EVERY == 0) {
      Words.longRelease(memory.header() + hint, cursor);
    }
  }

  /// More looks than any sound queue needs: the rest of a lap, a lap, and what others do meanwhile.
  private long mostLooks() {
    return 4L * capacity + 10_000;
  }

  /// Whether a cell's room stays in use though its position is done with.
  private static boolean isHeld(long word) {
    int state = SlotWord.state(word);
    return state == READING || state == REVOKED || isStray(word);
  }

  private boolean isMine(long word, int state) {
    return SlotWord.state(word) == state && SlotWord.owner(word) == me;
  }

  private long strayAcquire() {
    return Words.longAcquire(memory.header() + HeaderLayout.STRAY); // SYNC: stray (acquire side)
  }

  private void add(long counter) {
    Counters.add(memory.header(), counter, 1);
  }
}
