// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import static dure.layout.SlotWord.FREE;
import static dure.layout.SlotWord.FULL;
import static dure.layout.SlotWord.LOST;
import static dure.layout.SlotWord.READING;
import static dure.layout.SlotWord.REVOKED;
import static dure.layout.SlotWord.WRITING;

import dure.DamagedMailboxException;
import dure.layout.CellLayout;
import dure.layout.HeaderLayout;
import dure.layout.SlotWord;
import dure.parking.Parking;
import dure.raw.Step;
import dure.raw.Steps;
import dure.raw.Words;
import dure.sync.Gate;

/// The slots for many: any number of senders and receivers, each message to exactly one of them.
///
/// A ring of cells, and in each a *slot word* that says everything: state, owner and generation
/// (see [SlotWord]). Every step is one compare-and-set on one word:
///
/// ```
///        claim             publish          take             release
/// FREE(L) ----> WRITING(L,X) ----> FULL(L) ----> READING(L,C) ----> FREE(L+1)
///                  |    \                            |      \
///     passed over  |     \ X died, or gave up        |       \ C died, or gave back
///                  v      v                          |        v
///          REVOKED(L,X)  FREE(L+1)      lap skipped  |    FULL(L) and redelivered
///                  |      ^                          v
///                  +------+ handed back      READING(L+1,C)
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

  private static final String REMEDY =
      "; it has been overwritten: delete the mailbox and create it anew";

  private final QueueMemory memory;
  private final long patienceNanos;
  private final Reaper reaper;
  private final Gate messages;
  private final Gate room;
  private final long cells;
  private final long bays;
  private final long bayStride;
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
    this.cells = memory.engine();
    this.bays = cells + capacity * CellLayout.BYTES;
    this.bayStride = CellLayout.bayStride(memory.messageSize());
    this.straySeen = strayAcquire() - 1;
    this.sendCursor = hinted(HeaderLayout.TAIL_HINT, 0);
    this.receiveCursor = hinted(HeaderLayout.HEAD_HINT, 0);
  }

  /// Makes fresh, zeroed memory into an empty queue.
  public static void prepare(long engine, int capacity) {
    for (int cell = 0; cell < capacity; cell++) {
      Words.longRelease(
          engine + cell * CellLayout.BYTES + CellLayout.WORD, SlotWord.of(FREE, 0, 0, 0));
    }
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
      long word = wordAcquire(cell);
      long ahead = SlotWord.lapsAhead(word, cursor);
      if (ahead == 0 && SlotWord.state(word) == FREE) {
        long claimed = SlotWord.of(WRITING, me, 0, SlotWord.lap(word));
        if (wordCas(cell, word, claimed)) {
          Step.reached(Steps.SLOT_CLAIMED);
          passed(cursor, HeaderLayout.TAIL_HINT);
          sendCursor = SlotWord.next(cursor, capacity);
          return cell;
        }
      } else if (ahead >= 0) {
        cursor = catchUp(cursor, ahead, HeaderLayout.TAIL_HINT);
      } else if (isHeld(word)) {
        skip(cell, word);
      } else {
        sendCursor = cursor;
        return full(cell, word, ahead);
      }
    }
    return NOT_NOW;
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
    if (wordCas(cell, word, skipped)) {
      Step.reached(Steps.SLOT_SKIPPED);
      add(HeaderLayout.SKIPPED);
    }
  }

  private int full(int cell, long word, long ahead) {
    int state = SlotWord.state(word);
    if (ahead != -1 || (state != FULL && state != WRITING)) {
      throw damaged(cell, word);
    }
    return NOT_NOW;
  }

  @Override
  public long roomAddress(int claim, long size) {
    return payload(claim, size);
  }

  @Override
  public boolean publish(int claim, long claimed, long size) {
    long cell = cell(claim);
    long word = wordAcquire(claim);
    if (isMine(word, WRITING)) {
      if (payload(claim, claimed) != payload(claim, size)) {
        Words.copy(payload(claim, claimed), payload(claim, size), size);
      }
      Words.longPlain(cell + CellLayout.MESSAGE_SIZE, size);
      Words.longPlain(cell + CellLayout.SENDER, memory.participantId());
      Words.longPlain(cell + CellLayout.NUMBER, SlotWord.lap(word) * capacity + claim);
      Step.reached(Steps.SLOT_WRITTEN);
      // SYNC: slot-message (release side)
      if (wordCas(claim, word, SlotWord.of(FULL, me, 0, SlotWord.lap(word)))) {
        Step.reached(Steps.SLOT_PUBLISHED);
        messages.signal();
        return true;
      }
      word = wordAcquire(claim);
    }
    if (!isMine(word, REVOKED)) {
      throw damaged(claim, word);
    }
    Step.reached(Steps.SLOT_PASSED_OVER);
    return false;
  }

  @Override
  public void abandon(int claim) {
    moveOn(claim, WRITING, REVOKED, false);
    Step.reached(Steps.SLOT_HANDED_BACK);
    add(HeaderLayout.ABANDONED);
    room.signal();
    messages.signal(); // the receivers may have been waiting for this very claim
  }

  // Receiving.

  @Override
  public int tryTake(boolean inPlace) {
    long stray = strayAcquire();
    int found = stray == straySeen ? NOT_NOW : takeStray(stray);
    return found != NOT_NOW ? found : takeNext();
  }

  private int takeNext() {
    long cursor = receiveCursor;
    for (long looks = 0; looks < mostLooks(); looks++) {
      int cell = SlotWord.cursorCell(cursor);
      long word = wordAcquire(cell);
      long ahead = SlotWord.lapsAhead(word, cursor);
      int state = SlotWord.state(word);
      if (ahead == 0 && state == FULL) {
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
        throw damaged(cell, word);
      }
    }
    return NOT_NOW;
  }

  /// Messages that were put back lie behind the cursor, so they are looked for everywhere; the
  /// lowest of them goes first.
  private int takeStray(long stray) {
    for (int cell = 0; cell < capacity; cell++) {
      long word = wordAcquire(cell);
      while (SlotWord.state(word) == FULL && SlotWord.redelivered(word) > 0) {
        if (take(cell, word)) {
          return cell;
        }
        word = wordAcquire(cell);
      }
    }
    straySeen = stray;
    return NOT_NOW;
  }

  private boolean take(int cell, long word) {
    int redelivered = SlotWord.redelivered(word);
    // SYNC: slot-message (acquire side)
    boolean taken = wordCas(cell, word, SlotWord.of(READING, me, redelivered, SlotWord.lap(word)));
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
    if (wordCas(cell, word, SlotWord.of(REVOKED, SlotWord.owner(word), 0, SlotWord.lap(word)))) {
      Step.reached(Steps.SLOT_REVOKED);
      add(HeaderLayout.PASSED);
    }
    return true;
  }

  @Override
  public long size(int take) {
    long size = Words.longPlain(cell(take) + CellLayout.MESSAGE_SIZE);
    if (size < 0 || size > memory.messageSize()) {
      throw new DamagedMailboxException(
          memory.mailbox(), "cell " + take + " claims a message of " + size + " bytes" + REMEDY);
    }
    return size;
  }

  @Override
  public long messageAddress(int take, long size) {
    return payload(take, size);
  }

  @Override
  public long sender(int take) {
    return Words.longPlain(cell(take) + CellLayout.SENDER);
  }

  @Override
  public long number(int take) {
    return Words.longPlain(cell(take) + CellLayout.NUMBER);
  }

  @Override
  public int redelivered(int take) {
    return SlotWord.redelivered(wordAcquire(take));
  }

  @Override
  public void release(int take) {
    Step.reached(Steps.SLOT_READ);
    moveOn(take, READING, READING, false);
    Step.reached(Steps.SLOT_RELEASED);
    room.signal();
  }

  @Override
  public void giveBack(int take) {
    moveOn(take, READING, READING, true);
    Step.reached(Steps.SLOT_GIVEN_BACK);
    add(HeaderLayout.REDELIVERED);
    add(HeaderLayout.STRAY);
    messages.signal();
  }

  /// Moves on a cell that is in our hands. Others may meanwhile have revoked the claim or skipped
  /// the cell, and nothing else.
  private void moveOn(int cell, int state, int orState, boolean putBack) {
    long word = 0;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      word = wordAcquire(cell);
      if (!isMine(word, state) && !isMine(word, orState)) {
        break;
      }
      if (wordCas(cell, word, putBack ? putBack(word) : freed(word))) {
        return;
      }
    }
    throw damaged(cell, word);
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
        long word = wordAcquire(cell);
        if (SlotWord.owner(word) != participant || !isUnfinished(word)) {
          break;
        }
        boolean reading = SlotWord.state(word) == READING;
        if (wordCas(cell, word, reading ? putBack(word) : freed(word))) {
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
    return state == READING
        || state == REVOKED
        || (state == FULL && SlotWord.redelivered(word) > 0);
  }

  private boolean isMine(long word, int state) {
    return SlotWord.state(word) == state && SlotWord.owner(word) == me;
  }

  private long cell(int index) {
    return cells + index * CellLayout.BYTES;
  }

  private long payload(int cell, long size) {
    return size <= CellLayout.SHORT_BYTES
        ? cell(cell) + CellLayout.PAYLOAD
        : bays + cell * bayStride;
  }

  private long wordAcquire(int cell) {
    long word = Words.longAcquire(cell(cell) + CellLayout.WORD);
    if (SlotWord.state(word) == LOST) {
      throw damaged(cell, word);
    }
    return word;
  }

  private boolean wordCas(int cell, long expected, long value) {
    return Words.longCas(cell(cell) + CellLayout.WORD, expected, value);
  }

  private long strayAcquire() {
    return Words.longAcquire(memory.header() + HeaderLayout.STRAY); // SYNC: stray (acquire side)
  }

  private void add(long counter) {
    Counters.add(memory.header(), counter, 1);
  }

  private DamagedMailboxException damaged(int cell, long word) {
    return new DamagedMailboxException(
        memory.mailbox(), "cell " + cell + " is " + SlotWord.describe(word) + REMEDY);
  }
}
