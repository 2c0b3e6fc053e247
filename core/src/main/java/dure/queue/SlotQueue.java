// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import static dure.layout.SlotWord.FREE;
import static dure.layout.SlotWord.FULL;
import static dure.layout.SlotWord.LATE;
import static dure.layout.SlotWord.REVOKED;
import static dure.layout.SlotWord.WRITING;

import dure.OutOfSharedMemoryException;
import dure.layout.HeaderLayout;
import dure.layout.SegmentLayout;
import dure.layout.SlotWord;
import dure.parking.Parking;
import dure.raw.Step;
import dure.raw.Steps;
import dure.raw.Words;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The slots for many: any number of senders and receivers, each message to exactly one of them.
///
/// A ring of cells (see [CellEngine]). Beside the steps that all cells know, a lap can go round one
/// that is kept:
///
/// ```
///                  passed over          publish           take
/// WRITING(L,X) -----------------> REVOKED(L,X) ----> LATE(L) ----> READING(L,C)
///
///                                          lap skipped
/// READING, REVOKED, LATE, DONE, FULL and redelivered (L) ----> the same (L+1)
/// ```
///
/// Senders claim the cells in order, and receivers take them in order; there is no shared counter
/// to reserve a place with, so at no instant is a place taken without its owner's name. Each
/// process walks a cursor of its own, which may lag behind the true position but never passes it,
/// and the words themselves tell it to go on. The hints in the header only shorten that walk.
///
/// No participant holds up the others: a sender that stopped in the middle is passed over after the
/// mailbox's patience, and a cell that a receiver keeps is skipped by the senders of the next lap.
/// A dead one's cells are swept (see [#sweep]) by the participant that meets them.
/// `model/queue.pml` checks this protocol with kills between any two steps.
public final class SlotQueue extends CellEngine {
  /// How often a hint is brought up to date.
  private static final int HINT_EVERY = 64;

  /// How long a claim may stand at the head before its owner is suspected to be dead, and how often
  /// to look after it then.
  private static final long SUSPECT_NANOS = 1_000_000;

  /// As long as a sender takes to publish a short message, and then some.
  private static final long MOMENT_NANOS = 20_000;

  /// How many segments a receiver looks after when it comes to a new one.
  private static final int TRIMMED_AT_ONCE = 8;

  private final @Nullable Segments segments;
  private final long patienceNanos;
  private final Liveness reaper;

  // Shared by the threads of this process without order: any value one of them wrote is good
  // enough.
  private long sendCursor;
  private long receiveCursor;
  private long straySeen;
  private long stalledCursor = -1;
  private long stalledSince;
  private long suspectAt;

  public SlotQueue(QueueMemory memory, long patienceNanos, Parking parking, Liveness reaper) {
    this(memory, null, patienceNanos, parking, reaper);
  }

  /// @param ground what the queue grows on, if it is unbounded
  public SlotQueue(
      QueueMemory memory,
      @Nullable SegmentMemory ground,
      long patienceNanos,
      Parking parking,
      Liveness reaper) {
    super(memory, ground, parking);
    this.segments = cells.segments();
    this.patienceNanos = patienceNanos;
    this.reaper = reaper;
    this.straySeen = strayAcquire() - 1;
    this.sendCursor = hinted(HeaderLayout.TAIL_HINT, 0);
    this.receiveCursor = hinted(HeaderLayout.HEAD_HINT, 0);
  }

  /// Makes fresh, zeroed memory into an empty queue.
  public static void prepare(long engine, int capacity) {
    Cells.prepare(engine, capacity);
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
        if (segments != null && !isOpen(cell)) {
          sendCursor = cursor;
          return NOT_NOW;
        }
        long claimed = SlotWord.of(WRITING, me, 0, SlotWord.lap(word));
        if (cells.wordCas(cell, word, claimed)) {
          Step.reached(Steps.SLOT_CLAIMED);
          passed(cursor, HeaderLayout.TAIL_HINT);
          sendCursor = SlotWord.next(cursor, capacity);
          return withRoom(cell, size);
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

  /// Whether a cell has memory now, so that it can be claimed; if not, another process has stopped
  /// in the middle of giving it some, or of taking it away.
  private boolean isOpen(int cell) {
    Segments growing = Objects.requireNonNull(segments);
    if (growing.isPresent(cell)) {
      return true;
    }
    boolean opened = withMemory(() -> growing.open(cell));
    if (!opened && reaper.reapIfDead(growing.holder(cell))) {
      opened = withMemory(() -> growing.open(cell));
    }
    room().signal();
    return opened;
  }

  /// Does something that takes memory; at the limit, once more after giving back what can be.
  private boolean withMemory(BooleanSupplier taking) {
    try {
      return taking.getAsBoolean();
    } catch (OutOfSharedMemoryException atTheLimit) {
      Objects.requireNonNull(segments).closeAll();
      return taking.getAsBoolean();
    }
  }

  /// Makes sure that a claimed cell has room for a message, where it comes only when it is needed.
  private int withRoom(int claim, long size) {
    if (segments == null) {
      return claim;
    }
    Segments growing = segments;
    boolean hasRoom = false;
    try {
      hasRoom = withMemory(() -> growing.roomFor(claim, size));
      return claim;
    } finally {
      if (!hasRoom) {
        abandon(claim);
      }
    }
  }

  /// Gives back the memory of the segments behind a receiver that comes to a new one.
  private void trim(int cell) {
    if (segments != null && cell % SegmentLayout.CELLS == 0) {
      boolean tried = false;
      int most = Math.min(TRIMMED_AT_ONCE, segments.count() / 2);
      for (int behind = 2; behind < 2 + most; behind++) {
        tried |=
            segments.close(Math.floorMod(cell / SegmentLayout.CELLS - behind, segments.count()));
      }
      if (tried) {
        room().signal();
        messages().signal();
      }
    }
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

  @Override
  public boolean hasRoom() {
    long cursor = sendCursor;
    for (long looks = 0; looks < mostLooks(); looks++) {
      int cell = SlotWord.cursorCell(cursor);
      long word = cells.wordAcquire(cell);
      long ahead = SlotWord.lapsAhead(word, cursor);
      if (ahead == 0 && SlotWord.state(word) == FREE) {
        return segments == null || segments.holder(cell) == 0;
      } else if (ahead >= 0) {
        cursor = catchUp(cursor, ahead, HeaderLayout.TAIL_HINT);
      } else {
        // An unbounded mailbox is never full, and what is damaged is for the sender to find.
        return segments != null || ahead < -1 || (isKept(word, ahead) && hasRoomBeyond(cursor));
      }
    }
    return true;
  }

  /// Whether a cell is still in use though its lap is over.
  private static boolean isKept(long word, long ahead) {
    return ahead == -1 && isHeld(word);
  }

  /// A cell of the last lap that a receiver keeps: its message stays there while this lap goes
  /// round it.
  private void skip(int cell, long word) {
    if (cells.wordCas(cell, word, SlotWord.skipped(word))) {
      Step.reached(Steps.SLOT_SKIPPED);
      add(HeaderLayout.SKIPPED);
    }
  }

  private void requireInUse(int cell, long word, long ahead) {
    int state = SlotWord.state(word);
    if (ahead != -1 || (state != FULL && state != WRITING && !isHeld(word))) {
      throw cells.damaged(cell, word);
    }
    if (segments != null) {
      throw new OutOfSharedMemoryException(
          memory.mailbox(),
          "it holds "
              + capacity
              + " messages, the most that an unbounded mailbox of this message size can; nothing"
              + " was sent. Receive some, or create it with a smaller message size");
    }
  }

  @Override
  long position(int claim, long word, Attributes label) {
    return cells.position(claim, SlotWord.lap(word));
  }

  // Receiving.

  @Override
  public int tryTake(boolean inPlace, long choice) {
    int found = LOOK_AGAIN;
    for (int tries = 0; found == LOOK_AGAIN && tries < MOST_TRIES; tries++) {
      long stray = strayAcquire();
      found = stray == straySeen ? NOT_NOW : takeStray(stray);
      if (found == NOT_NOW) {
        found = takeNext(stray);
      }
    }
    inARow = found < 0 ? 0 : inARow + 1;
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
        if (strayAcquire() != stray || isOfferOfTheDead(cell, word)) {
          return LOOK_AGAIN;
        }
        if (take(cell, word)) {
          passed(cursor, HeaderLayout.HEAD_HINT);
          receiveCursor = SlotWord.next(cursor, capacity);
          trim(cell);
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
        return segments != null && isOpenedSince(cell, word) ? LOOK_AGAIN : NOT_NOW;
      } else {
        throw cells.damaged(cell, word);
      }
    }
    receiveCursor = cursor;
    return NOT_NOW;
  }

  /// Whether a cell only looked free because a process was about to give its segment memory, or to
  /// take it.
  private boolean isOpenedSince(int cell, long word) {
    return Objects.requireNonNull(segments).hasJustSettled(cell) || cells.wordAcquire(cell) != word;
  }

  @Override
  public boolean passesClaim() {
    long cursor = receiveCursor;
    for (long looks = 0; looks < mostLooks(); looks++) {
      int cell = SlotWord.cursorCell(cursor);
      long word = cells.wordAcquire(cell);
      long ahead = SlotWord.lapsAhead(word, cursor);
      if (ahead < 0 || (ahead == 0 && !isHeld(word))) {
        int state = SlotWord.state(word);
        boolean stalled = ahead == 0 && state == WRITING && hasMessageBehind(cursor);
        return stalled ? passesClaim(cell, word) : ahead == 0 && (state == FULL || state == LATE);
      }
      cursor = catchUp(cursor, ahead, HeaderLayout.HEAD_HINT);
    }
    return false;
  }

  private boolean hasMessageBehind(long claim) {
    long cursor = SlotWord.next(claim, capacity);
    for (int seen = 1; seen < capacity; seen++) {
      long word = cells.wordAcquire(SlotWord.cursorCell(cursor));
      int state = SlotWord.state(word);
      if (SlotWord.lapsAhead(word, cursor) != 0 || state == FREE) {
        return false;
      }
      if (state == FULL || state == LATE) {
        return true;
      }
      cursor = SlotWord.next(cursor, capacity);
    }
    return false;
  }

  private boolean passesClaim(int cell, long word) {
    for (long began = System.nanoTime(); System.nanoTime() - began < MOMENT_NANOS; ) {
      if (cells.wordAcquire(cell) != word) {
        return true;
      }
      Thread.onSpinWait();
    }
    revoke(cell, word);
    return true;
  }

  /// As the receivers that come by, it looks after the segments behind, for they may never come.
  @Override
  public boolean remove(Pending seen, byte[] contents) {
    boolean removed = super.remove(seen, contents);
    if (removed) {
      trim((int) seen.at());
    }
    return removed;
  }

  /// Messages that were put back, or published late, lie behind the cursor, so they are looked for
  /// everywhere; the first of them goes first. Each cell is read once, and the compare-and-set is
  /// on the word that was read: then what was compared is what is taken.
  private int takeStray(long stray) {
    int first = NOT_NOW;
    long firstWord = 0;
    long firstPosition = 0;
    for (int cell = cells.from(0); cell < capacity; cell = cells.from(cell + 1)) {
      long word = cells.wordAcquire(cell);
      if (isStray(word)) {
        long position = cells.position(cell);
        if (first == NOT_NOW || position - firstPosition < 0) {
          first = cell;
          firstWord = word;
          firstPosition = position;
        }
      }
    }
    if (first == NOT_NOW) {
      straySeen = stray;
      return NOT_NOW;
    }
    return !isOfferOfTheDead(first, firstWord) && take(first, firstWord) ? first : LOOK_AGAIN;
  }

  private boolean hasStray() {
    for (int cell = cells.from(0); cell < capacity; cell = cells.from(cell + 1)) {
      if (isStray(cells.wordAcquire(cell))) {
        return true;
      }
    }
    return false;
  }

  /// True if a message is only offered, by a sender that is no longer there; then it is gone now. A
  /// message that was handed out and came back is no offer any more.
  private boolean isOfferOfTheDead(int cell, long word) {
    return memory.rendezvous()
        && SlotWord.isWanted(word)
        && reaper.reapIfDead(cells.senderIndex(cell));
  }

  /// Whether a message is there. It is told from the traces of those received long ago, which a
  /// receiver that never had its turn has not seen yet.
  @Override
  public boolean hasMessage() {
    long stray = strayAcquire();
    if (stray != straySeen) {
      if (hasStray()) {
        return true;
      }
      straySeen = stray;
    }
    long cursor = receiveCursor;
    for (long looks = 0; looks < mostLooks(); looks++) {
      long word = cells.wordAcquire(SlotWord.cursorCell(cursor));
      long ahead = SlotWord.lapsAhead(word, cursor);
      if (ahead < 0 || (ahead == 0 && !isHeld(word))) {
        receiveCursor = cursor;
        return ahead == 0 && SlotWord.state(word) != FREE;
      }
      cursor = catchUp(cursor, ahead, HeaderLayout.HEAD_HINT);
    }
    return false;
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
    revoke(cell, word);
    return true;
  }

  private void revoke(int cell, long word) {
    if (cells.wordCas(
        cell, word, SlotWord.of(REVOKED, SlotWord.owner(word), 0, SlotWord.lap(word)))) {
      Step.reached(Steps.SLOT_REVOKED);
      add(HeaderLayout.PASSED);
    }
  }

  // Cursors and cells.

  /// Another participant has been at this position: go to the next, or, if that lies laps behind,
  /// to where the hint says.
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

  /// Leaves word of how far all receivers have come. Any value written here was once true and stays
  /// a lower bound.
  private void passed(long cursor, long hint) {
    if (SlotWord.cursorCell(cursor) % HINT_EVERY == 0) {
      Words.longRelease(memory.header() + hint, cursor);
    }
  }

  /// More looks than any sound queue needs: the rest of a lap, a lap, and what others do meanwhile.
  private long mostLooks() {
    return 4L * capacity + 10_000;
  }
}
