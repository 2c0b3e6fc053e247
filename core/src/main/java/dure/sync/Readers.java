// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.DureException.Subject;
import dure.SystemLimitException;
import dure.liveness.Token;
import dure.raw.Step;
import dure.raw.Steps;

/// How many threads of each process read: a slot for each process, so that what a dead one left
/// behind can be told from what the living do.
///
/// A slot is the token of its process and a count that only this process changes. It is kept until
/// the process ends. Then another process empties it when it needs a slot or waits for the readers
/// to go: it first puts its own token there, so that a further process goes on if it is killed in
/// turn.
final class Readers {
  static final int SLOTS = 64;
  static final long BYTES = SLOTS * 16L;

  private static final long TOKEN = 0;
  private static final long COUNT = 8;
  private static final int STRIDE = 16;
  private static final int NONE = -1;

  /// Flag of a token: its process only empties the slot.
  private static final long EMPTIES = 1;

  private final SharedWords words;
  private final long at;
  private final Token token;
  private final long mine;
  private volatile int known = NONE;

  /// @param at their offset among the words
  Readers(SharedWords words, long at) {
    this.words = words;
    this.at = at;
    this.token = Token.mine();
    this.mine = token.value() << 1;
  }

  private long token(int slot) {
    return at + (long) slot * STRIDE + TOKEN;
  }

  private long count(int slot) {
    return at + (long) slot * STRIDE + COUNT;
  }

  /// This process's slot.
  ///
  /// @throws SystemLimitException if as many others have one as there are
  int slot() {
    int slot = known;
    if (slot == NONE || words.longVolatile(token(slot)) != mine) {
      slot = takeSlot();
      known = slot;
    }
    return slot;
  }

  /// One at a time, so that two threads do not take a slot each.
  private int takeSlot() {
    synchronized (Readers.class) {
      for (int i = 0; i < SLOTS; i++) {
        if (words.longVolatile(token(i)) == mine) {
          return i;
        }
      }
      for (int i = 0; i < SLOTS; i++) {
        if (isEmptied(i) && words.longCas(token(i), 0, mine)) {
          Step.reached(Steps.READ_SLOT_TAKEN);
          return i;
        }
      }
    }
    throw new SystemLimitException(
        Subject.LOCK,
        words.name(),
        SLOTS + " processes read here already, and there is no slot for one more until one ends");
  }

  /// One more thread reads, or is about to look whether it may.
  void enter(int slot) {
    words.intGetAndAdd(count(slot), 1); // SYNC: readers (release side)
    Step.reached(Steps.READ_COUNTED);
  }

  /// One fewer.
  void exit(int slot) {
    if (words.intGetAndAdd(count(slot), -1) <= 0 || words.longVolatile(token(slot)) != mine) {
      throw words.damaged("its count of readers is not what it was");
    }
    Step.reached(Steps.READ_UNCOUNTED);
  }

  /// True if no living process reads.
  boolean haveGone() {
    for (int i = 0; i < SLOTS; i++) {
      int count = words.intVolatile(count(i)); // SYNC: readers (acquire side)
      if (count != 0 && !isEmptied(i)) {
        if (count < 0) {
          throw words.damaged("a process reads " + count + " times");
        }
        return false;
      }
    }
    return true;
  }

  /// True if a slot is free; a dead process's slot is emptied first.
  private boolean isEmptied(int slot) {
    long seen = words.longVolatile(token(slot));
    if (seen == 0) {
      return true; // no reader that passed the writer's word counts without a token
    }
    if (!token.isDead(seen >>> 1) || !words.longCas(token(slot), seen, mine | EMPTIES)) {
      return false;
    }
    Step.reached(Steps.READ_SLOT_SEIZED);
    words.intVolatile(count(slot), 0);
    return words.longCas(token(slot), mine | EMPTIES, 0);
  }
}
