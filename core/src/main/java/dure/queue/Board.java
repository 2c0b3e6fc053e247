// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import static dure.layout.SlotWord.FREE;
import static dure.layout.SlotWord.FULL;
import static dure.layout.SlotWord.WRITING;

import dure.layout.HeaderLayout;
import dure.layout.SlotWord;
import dure.parking.Parking;
import dure.raw.Step;
import dure.raw.Steps;
import dure.raw.Words;

/// The board: cells without an order of their own, where the receiver takes the message that comes
/// first by priority, or the one whose number it asks for, and among equals the oldest.
///
/// A sender takes any free cell. A message gets its *stamp*, its place in the order, just before it
/// is published. A receiver looks at all cells, so what it pays grows with the capacity; and it
/// considers only messages stamped before it began to look: had it not seen an earlier one of the
/// same sender, that one would have been published meanwhile, and so stamped meanwhile. (System V
/// and POSIX message queues have the same meaning, under one lock in the kernel. Here nobody waits
/// for anybody: a sender or receiver that stops keeps its cell, and no more.)
public final class Board extends CellEngine {
  /// Instead of a choice: the oldest, whatever its priority or number.
  private static final long OLDEST = Long.MIN_VALUE;

  private final boolean byPriority;

  /// Where the next claim begins to look. Any thread's value will do.
  private int nextClaim;

  /// @param byPriority whether the higher priority goes first; if not, all are equal
  public Board(QueueMemory memory, boolean byPriority, Parking parking) {
    super(memory, null, parking);
    this.byPriority = byPriority;
  }

  @Override
  public int tryClaim(long size) {
    int cell = nextClaim % capacity;
    for (int looks = 0; looks < capacity; looks++) {
      long word = cells.wordAcquire(cell);
      if (SlotWord.state(word) == FREE
          && cells.wordCas(cell, word, SlotWord.with(word, WRITING, me))) {
        Step.reached(Steps.BOARD_CLAIMED);
        nextClaim = cell + 1;
        return cell;
      }
      cell = cell + 1 == capacity ? 0 : cell + 1;
    }
    return NOT_NOW;
  }

  @Override
  long position(int claim, long word) {
    // SYNC: board-stamp (release side)
    long stamp = Words.longGetAndAdd(memory.header() + HeaderLayout.STAMP, 1);
    Step.reached(Steps.BOARD_STAMPED);
    return stamp;
  }

  @Override
  public int tryTake(boolean inPlace, long choice) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      // SYNC: board-stamp (acquire side)
      long end = Words.longVolatile(memory.header() + HeaderLayout.STAMP);
      int first = first(choice, end);
      if (first == NOT_NOW) {
        if (Words.longVolatile(memory.header() + HeaderLayout.STAMP) == end) {
          return NOT_NOW;
        }
      } else {
        long word = cells.wordAcquire(first);
        // Another message that has come into the cell meanwhile was stamped later.
        boolean same = SlotWord.state(word) == FULL && cells.position(first) - end < 0;
        if (same && take(first, word)) {
          return first;
        }
      }
    }
    return NOT_NOW;
  }

  @Override
  public int tryTakeOldest() {
    return tryTake(false, OLDEST);
  }

  @Override
  public boolean hasMessage() {
    return first(0, Words.longVolatile(memory.header() + HeaderLayout.STAMP)) != NOT_NOW;
  }

  /// The message that goes first of all that were stamped before `end`.
  private int first(long choice, long end) {
    int first = NOT_NOW;
    for (int cell = 0; cell < capacity; cell++) {
      if (SlotWord.state(cells.wordAcquire(cell)) == FULL
          && cells.position(cell) - end < 0
          && isChosen(cells.number(cell), choice)
          && (first == NOT_NOW || goesBefore(cell, first, choice))) {
        first = cell;
      }
    }
    return first;
  }

  private static boolean isChosen(long number, long choice) {
    return choice == 0 || choice == OLDEST || (choice > 0 ? number == choice : number <= -choice);
  }

  private boolean goesBefore(int cell, int other, long choice) {
    if (choice != OLDEST) {
      if (byPriority && cells.priority(cell) != cells.priority(other)) {
        return cells.priority(cell) > cells.priority(other);
      }
      if (choice < 0 && cells.number(cell) != cells.number(other)) {
        return cells.number(cell) < cells.number(other);
      }
    }
    return cells.position(cell) - cells.position(other) < 0;
  }
}
