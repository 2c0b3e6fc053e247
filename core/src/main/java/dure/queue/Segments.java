// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import static dure.layout.SegmentLayout.ABSENT;
import static dure.layout.SegmentLayout.BUSY;
import static dure.layout.SegmentLayout.CELLS;
import static dure.layout.SegmentLayout.PRESENT;
import static dure.layout.SlotWord.FREE;

import dure.layout.CellLayout;
import dure.layout.HeaderLayout;
import dure.layout.SegmentLayout;
import dure.layout.SlotWord;
import dure.raw.Step;
import dure.raw.Steps;
import dure.raw.Words;
import java.util.concurrent.locks.LockSupport;

/// The segments of an unbounded mailbox: memory comes with the first claim in a segment, and goes
/// when all its messages have been received.
///
/// ```
///            claim                      all cells free again
/// ABSENT(L) -------> BUSY(X) -> PRESENT(L) -------> BUSY(X) -> ABSENT(L+1)
/// ```
///
/// While a segment is not present, its cells are *as if* they were free; a cell is claimed only by
/// its real word, in a segment that is present. To empty a segment, its holder takes each free word
/// away by an atomic update; a claim that was quicker makes that fail, and the segment is opened
/// again. A dead holder's segment is emptied by the sweeper, and opened again if a claim was
/// quicker: that undoes both directions.
final class Segments {
  /// Longer than a process takes that is not stopped.
  private static final long MOMENT_NANOS = 100_000_000;

  /// The same for another thread of this process, on the busiest machine.
  private static final long OWN_MOMENT_NANOS = 5_000_000_000L;

  private static final long PAUSE_NANOS = 50_000;
  private static final int SPINS = 100;
  private static final int MOST_TRIES = 1_000;

  private final QueueMemory memory;
  private final Cells cells;
  private final SegmentMemory ground;
  private final long directory;
  private final long cellsOffset;
  private final long baysOffset;
  private final long bayStride;
  private final boolean baysHavePages;

  /// @param first where the cells begin
  Segments(QueueMemory memory, Cells cells, long first, SegmentMemory ground) {
    this.memory = memory;
    this.cells = cells;
    this.ground = ground;
    this.directory = memory.engine();
    this.cellsOffset = first - memory.header();
    this.baysOffset = cellsOffset + memory.capacity() * CellLayout.BYTES;
    this.bayStride = SegmentLayout.bayStride(memory.messageSize(), memory.page());
    this.baysHavePages = SegmentLayout.havePages(bayStride);
  }

  int count() {
    return memory.capacity() / CELLS;
  }

  /// Whether the segment of a cell has memory.
  boolean isPresent(int cell) {
    return SegmentLayout.state(wordAcquire(cell / CELLS)) == PRESENT;
  }

  /// The same, after a moment if a process is about to change that.
  boolean isPresentSoon(int cell) {
    return isPresent(cell) || (isSettled(cell / CELLS) && isPresent(cell));
  }

  /// The word that a cell in a segment without memory has as it were.
  long asIf(int cell) {
    return SlotWord.of(FREE, 0, 0, SegmentLayout.lap(wordAcquire(cell / CELLS)));
  }

  /// Gives the segment of a cell memory, if it has none; whether it has some now. If not, the
  /// process that is about to give or take it is stopped, or dead.
  boolean open(int cell) {
    int segment = cell / CELLS;
    for (int tries = 0; tries < MOST_TRIES && isSettled(segment); tries++) {
      long word = wordAcquire(segment);
      if (SegmentLayout.state(word) == PRESENT) {
        return true;
      }
      if (SegmentLayout.state(word) == ABSENT
          && cas(segment, word, mine(SegmentLayout.lap(word)))) {
        return give(segment, SegmentLayout.lap(word));
      }
    }
    return false;
  }

  private boolean give(int segment, long lap) {
    Step.reached(Steps.GROW_BEGUN);
    boolean opened = false;
    try {
      ground.allocate(
          cellsOffset + (long) segment * CELLS * CellLayout.BYTES, CELLS * CellLayout.BYTES);
      if (bayStride > 0 && !baysHavePages) {
        ground.allocate(baysOffset + (long) segment * CELLS * bayStride, CELLS * bayStride);
      }
      Step.reached(Steps.GROW_ALLOCATED);
      restore(segment, lap);
      opened = true;
    } finally {
      if (!opened) {
        cas(segment, mine(lap), SegmentLayout.of(ABSENT, 0, lap));
      }
    }
    return true;
  }

  /// Whether no process is about to give a segment memory or to take it. That takes microseconds,
  /// and is waited for, unless the process is stopped.
  private boolean isSettled(int segment) {
    long began = System.nanoTime();
    long word = wordAcquire(segment);
    for (int looks = 0; SegmentLayout.state(word) == BUSY; looks++) {
      boolean own = SegmentLayout.owner(word) == memory.participant();
      if (System.nanoTime() - began > (own ? OWN_MOMENT_NANOS : MOMENT_NANOS)) {
        return false;
      }
      if (looks < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      word = wordAcquire(segment);
    }
    return true;
  }

  /// Whether a process was about to give the segment of a cell memory, or to take it, and is done:
  /// meanwhile its cells looked free.
  boolean hasJustSettled(int cell) {
    int segment = cell / CELLS;
    return SegmentLayout.state(wordAcquire(segment)) == BUSY && isSettled(segment);
  }

  /// The participant that is about to give the segment of a cell memory, or to take it; 0 for none.
  int holder(int cell) {
    long word = wordAcquire(cell / CELLS);
    return SegmentLayout.state(word) == BUSY ? SegmentLayout.owner(word) : 0;
  }

  /// Gets memory for a message that does not lie in its cell, in a claimed cell: true, or an
  /// exception.
  boolean roomFor(int cell, long size) {
    if (baysHavePages && size > CellLayout.SHORT_BYTES && cells.bay(cell) < size) {
      long pages = SegmentLayout.wholePages(size, memory.page());
      ground.allocate(baysOffset + cell * bayStride, pages);
      cells.bay(cell, pages);
    }
    return true;
  }

  /// Gives the memory of a message back that does not lie in its cell, in a cell in our hands whose
  /// message is no more. Killed in between, the memory is used again, or goes with the segment's.
  void giveBackRoom(int cell) {
    long bytes = cells.bay(cell);
    if (bytes > 0) {
      cells.bay(cell, 0);
      ground.giveBack(baysOffset + cell * bayStride, bytes);
    }
  }

  /// Gives the memory of a segment back if all its cells are free, in the same lap; true if that
  /// was tried, so that a participant that came meanwhile may look again.
  boolean close(int segment) {
    long word = wordAcquire(segment);
    if (SegmentLayout.state(word) != PRESENT) {
      return false; // to look at its cells would give it memory
    }
    long lap = allFree(segment);
    if (lap < 0 || !cas(segment, word, mine(lap))) {
      return false;
    }
    Step.reached(Steps.TRIM_BEGUN);
    empty(segment, lap);
    return true;
  }

  /// Gives back all the memory that can be.
  void closeAll() {
    for (int segment = 0; segment < count(); segment++) {
      close(segment);
    }
  }

  /// Waits, not for long, until no participant is about to give a segment memory or to take it.
  void awaitSettled() {
    boolean settled = true;
    for (int segment = 0; segment < count() && settled; segment++) {
      settled = isSettled(segment);
    }
  }

  /// Empties a segment that we hold, or opens it again.
  private void empty(int segment, long lap) {
    long free = SlotWord.of(FREE, 0, 0, lap);
    boolean claimed = false;
    for (int cell = segment * CELLS; cell < (segment + 1) * CELLS; cell++) {
      long word = wordIfAny(cell);
      claimed |= word != 0 && (word != free || !cells.wordCas(cell, free, 0));
    }
    if (claimed) {
      restore(segment, lap);
      // What was put back meanwhile has been overlooked. SYNC: stray (release side)
      Counters.add(memory.header(), HeaderLayout.STRAY, 1);
      return;
    }
    Step.reached(Steps.TRIM_EMPTIED);
    if (bayStride > 0) {
      ground.giveBack(baysOffset + (long) segment * CELLS * bayStride, CELLS * bayStride);
    }
    ground.giveBack(
        cellsOffset + (long) segment * CELLS * CellLayout.BYTES, CELLS * CellLayout.BYTES);
    Step.reached(Steps.TRIM_GIVEN_BACK);
    cas(segment, mine(lap), SegmentLayout.of(ABSENT, 0, lap));
  }

  /// A look at a cell that may have no memory, when there may be none to be had either. Only a
  /// plain look is sure to come back from that.
  private long wordIfAny(int cell) {
    try {
      return cells.wordOrNone(cell);
    } catch (InternalError noMemory) {
      return 0;
    }
  }

  private void restore(int segment, long lap) {
    long free = SlotWord.of(FREE, 0, 0, lap);
    for (int cell = segment * CELLS; cell < (segment + 1) * CELLS; cell++) {
      cells.wordCas(cell, 0, free);
    }
    cas(segment, mine(lap), SegmentLayout.of(PRESENT, 0, lap)); // SYNC: segment
    Step.reached(Steps.GROW_OPENED);
  }

  /// The lap in which all cells of a segment are free; −1 if they are not.
  private long allFree(int segment) {
    long first = cells.wordOrNone(segment * CELLS);
    for (int cell = segment * CELLS; cell < (segment + 1) * CELLS; cell++) {
      long word = cells.wordOrNone(cell);
      if (SlotWord.state(word) != FREE || word != first) {
        return -1;
      }
    }
    return SlotWord.lap(first);
  }

  /// Ends what a dead participant had begun.
  void sweep(int participant) {
    for (int segment = 0; segment < count(); segment++) {
      long word = wordAcquire(segment);
      if (SegmentLayout.state(word) == BUSY
          && SegmentLayout.owner(word) == participant
          && cas(segment, word, mine(SegmentLayout.lap(word)))) {
        empty(segment, SegmentLayout.lap(word));
      }
    }
  }

  private long mine(long lap) {
    return SegmentLayout.of(BUSY, memory.participant(), lap);
  }

  private long wordAcquire(int segment) {
    return Words.longAcquire(directory + segment * (long) Long.BYTES); // SYNC: segment
  }

  private boolean cas(int segment, long expected, long value) {
    return Words.longCas(directory + segment * (long) Long.BYTES, expected, value);
  }
}
