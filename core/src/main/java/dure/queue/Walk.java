// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import static dure.layout.SlotWord.FREE;
import static dure.layout.SlotWord.FULL;
import static dure.queue.Engine.NOT_NOW;

import dure.layout.SlotWord;
import dure.raw.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// One listener's walk along the ring of a [Broadcast]. It only reads, so a read-only user can do
/// it; a participant tells the others of it, so that they wait for it.
///
/// In a lossy ring no sender waits, and a message can be written over while it is read: so the walk
/// reads it into memory of its own, looks whether the cell was claimed again meanwhile, and knows
/// from the laps how many messages it missed.
///
/// For one thread at a time, but where it says otherwise.
final class Walk implements MessageView {
  private static final int MOST_TRIES = 1_000;

  private final QueueMemory memory;
  private final Cells cells;
  private final int capacity;
  private final boolean lossy;

  private @Nullable MemorySegment own;
  private long cursor;
  private long missed;
  private int deliveriesBefore;
  private long seen;
  private long size;
  private long sender;
  private long position;

  /// @param lossy whether the oldest message makes room, received or not
  Walk(QueueMemory memory, Cells cells, boolean lossy) {
    this.memory = memory;
    this.cells = cells;
    this.capacity = memory.capacity();
    this.lossy = lossy;
  }

  /// How often a walk looks before it gives up for now, because others run faster.
  static long mostLooks(int capacity) {
    return 4L * capacity + MOST_TRIES;
  }

  /// Begins at the end: what lies there was sent before.
  void toEnd() {
    cursor = end();
  }

  /// The first unclaimed position. For any thread.
  long end() {
    long at = SlotWord.cursor(0, 0);
    for (long looks = 0; looks < mostLooks(capacity); looks++) {
      int cell = SlotWord.cursorCell(at);
      long word = cells.wordAcquire(cell);
      long ahead = SlotWord.lapsAhead(word, at);
      if (ahead < 0 || (ahead == 0 && SlotWord.state(word) == FREE)) {
        return at;
      }
      at = onFrom(at, word, ahead, capacity);
    }
    return at;
  }

  /// The cursor to look at after one that is claimed: what a word is ahead can be left out.
  static long onFrom(long at, long word, long ahead, int capacity) {
    return ahead > 1
        ? SlotWord.cursor(SlotWord.lap(word) - 1, SlotWord.cursorCell(at))
        : SlotWord.next(at, capacity);
  }

  /// Of the message to receive next. Any thread may ask; it may be told of one received meanwhile.
  long cursor() {
    return cursor;
  }

  /// How many messages were missed since the last that was received.
  long missed() {
    return missed;
  }

  /// The word at which the last [#next] came to a stand.
  long seen() {
    return seen;
  }

  /// The cell of the next message, of which everything is noted, or [Engine#NOT_NOW].
  int next() {
    for (long looks = 0; looks < mostLooks(capacity); looks++) {
      int cell = SlotWord.cursorCell(cursor);
      long word = cells.wordAcquire(cell); // SYNC: slot-message (acquire side)
      long ahead = SlotWord.lapsAhead(word, cursor);
      seen = word;
      if (ahead > 0) {
        goOn(cell, word, ahead);
      } else if (ahead < 0 || SlotWord.state(word) != FULL) {
        return NOT_NOW;
      } else if (note(cell, word)) {
        return cell;
      }
    }
    return NOT_NOW;
  }

  /// The position is over: abandoned, or, in a lossy mailbox, written over, and then with it all
  /// that came before the oldest that is left.
  private void goOn(int cell, long word, long ahead) {
    boolean abandoned = SlotWord.state(word) == FREE; // in the lap before the one it is free for
    long written = abandoned ? ahead - 1 : ahead;
    if (written == 0) {
      cursor = SlotWord.next(cursor, capacity);
    } else {
      long lastLap = SlotWord.lap(word) - (abandoned ? 2 : 1);
      cursor = SlotWord.next(SlotWord.cursor(lastLap, cell), capacity);
      deliveriesBefore = 0;
      if (lossy) {
        missed += (written - 1) * capacity + 1;
      }
    }
  }

  /// Notes what there is to know of a message; whether it was still there afterwards.
  private boolean note(int cell, long word) {
    size = cells.messageSize(cell);
    sender = cells.sender(cell);
    position = cells.position(cell);
    if (lossy) {
      MemorySegment copy = own == null ? own() : own;
      Words.copy(cells.payload(cell, size), copy.address(), size);
      VarHandle.loadLoadFence(); // what was copied is older than the second look
      return cells.wordAcquire(cell) == word;
    }
    return true;
  }

  private MemorySegment own() {
    own = Arena.ofAuto().allocate(Math.max(1, memory.messageSize()), 8);
    return own;
  }

  /// Goes past a claim of which nothing will come.
  void pass() {
    cursor = SlotWord.next(cursor, capacity);
  }

  /// The message is done with.
  void done() {
    cursor = SlotWord.next(cursor, capacity);
    missed = 0;
    deliveriesBefore = 0;
  }

  /// The message is to come again.
  void again() {
    deliveriesBefore++;
  }

  @Override
  public long size(int take) {
    return size;
  }

  @Override
  public long messageAddress(int take, long ofSize) {
    return lossy && own != null ? own.address() : cells.payload(take, ofSize);
  }

  @Override
  public @Nullable MemorySegment copyOf(int take) {
    return lossy ? own : null;
  }

  @Override
  public long sender(int take) {
    return sender;
  }

  @Override
  public long position(int take) {
    return position;
  }

  @Override
  public int redelivered(int take) {
    return deliveriesBefore;
  }

  @Override
  public long missed(int take) {
    return missed;
  }
}
