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
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// The board: cells without an order of their own, where the receiver takes the message that comes
/// first by priority, or the one whose number it asks for, and among equals the oldest.
///
/// A sender takes any free cell. A message gets its *stamp*, its place in the order, just before it
/// is published. A receiver looks at all cells, so what it pays grows with the capacity; and it
/// considers only messages stamped before it began to look: had it not seen an earlier one of the
/// same sender, that one would have been published meanwhile, and so stamped meanwhile. (System V
/// and POSIX message queues have the same meaning, under one lock in the kernel. Here no
/// participant waits for another: a sender or receiver that stops keeps its cell, and no more.)
public final class Board extends CellEngine {
  /// Instead of a choice: the oldest, whatever its priority or number.
  private static final long OLDEST = Long.MIN_VALUE;

  /// Odd, so that a look's words make another number if any of them is another.
  private static final long MIXER = 0x9E37_79B9_7F4A_7C15L;

  private final boolean byPriority;

  /// Where the next claim begins to look. Any thread's value will do.
  private int nextClaim;

  /// @param byPriority whether the higher priority goes first; if not, all are equal
  public Board(QueueMemory memory, boolean byPriority, Parking parking) {
    this(memory, new Cells(memory), byPriority, parking);
  }

  Board(QueueMemory memory, Cells cells, boolean byPriority, Parking parking) {
    super(memory, cells, parking);
    this.byPriority = byPriority;
  }

  @Override
  public int tryClaim(long size) {
    int first = nextClaim % capacity;
    long before = 0;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      long seen = 0;
      for (int looks = 0, cell = first; looks < capacity; looks++) {
        long word = cells.wordAcquire(cell);
        if (SlotWord.state(word) == FREE
            && cells.wordCas(cell, word, SlotWord.with(word, WRITING, me))) {
          Step.reached(Steps.BOARD_CLAIMED);
          nextClaim = cell + 1;
          return cell;
        }
        seen = seen * MIXER + word;
        cell = cell + 1 == capacity ? 0 : cell + 1;
      }
      if (tries > 0 && seen == before) {
        return NOT_NOW; // two looks that see the same have seen one moment
      }
      before = seen;
    }
    return NOT_NOW;
  }

  @Override
  long position(int claim, long word, Attributes label) {
    cells.label(claim, label);
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
      long stray = strayAcquire();
      int first = takeFirst(choice, end);
      if (first == NOT_NOW ? isUnchanged(end, stray) : first >= 0) {
        return first;
      }
    }
    return NOT_NOW;
  }

  /// Whether no message has come, or come back, since a look began that found none.
  private boolean isUnchanged(long end, long stray) {
    return Words.longVolatile(memory.header() + HeaderLayout.STAMP) == end
        && strayAcquire() == stray;
  }

  @Override
  public int tryTakeOldest() {
    return tryTake(false, OLDEST);
  }

  @Override
  public long number(int take) {
    return cells.number(take);
  }

  @Override
  public int priority(int take) {
    return cells.priority(take);
  }

  @Override
  public boolean hasMessage() {
    for (int cell = 0; cell < capacity; cell++) {
      if (SlotWord.state(cells.wordAcquire(cell)) == FULL) {
        return true;
      }
    }
    return false;
  }

  @Override
  public LongStream numbers() {
    return IntStream.range(0, capacity)
        .filter(cell -> SlotWord.state(cells.wordAcquire(cell)) == FULL)
        .mapToLong(cells::number);
  }

  @Override
  public boolean hasRoom() {
    for (int cell = 0; cell < capacity; cell++) {
      if (SlotWord.state(cells.wordAcquire(cell)) == FREE) {
        return true;
      }
    }
    return false;
  }

  /// Takes the message that goes first of all that were stamped before `end`.
  ///
  /// Each cell is read once, and the compare-and-set is on the word that was read: then what was
  /// compared is what is taken. A message that changed hands during the look was another receiver's
  /// to take, and what has come into its cell was stamped later.
  ///
  /// @return its cell, [#NOT_NOW], or [#LOOK_AGAIN] when the first has changed hands
  private int takeFirst(long choice, long end) {
    int first = NOT_NOW;
    long firstWord = 0;
    long firstRank = 0;
    long firstPosition = 0;
    for (int cell = 0; cell < capacity; cell++) {
      long word = cells.wordAcquire(cell);
      if (SlotWord.state(word) == FULL) {
        long number = cells.number(cell);
        long rank = rank(cell, number, choice);
        long position = cells.position(cell);
        boolean goesFirst = rank == firstRank ? position - firstPosition < 0 : rank < firstRank;
        if (isChosen(number, choice) && position - end < 0 && (first == NOT_NOW || goesFirst)) {
          first = cell;
          firstWord = word;
          firstRank = rank;
          firstPosition = position;
        }
      }
    }
    return first == NOT_NOW || take(first, firstWord) ? first : LOOK_AGAIN;
  }

  private static boolean isChosen(long number, long choice) {
    return choice == 0 || choice == OLDEST || (choice > 0 ? number == choice : number <= -choice);
  }

  /// What of a message is compared before its position: the lower goes first.
  private long rank(int cell, long number, long choice) {
    if (choice == OLDEST) {
      return 0;
    }
    return byPriority ? -(long) cells.priority(cell) : choice < 0 ? number : 0;
  }
}
