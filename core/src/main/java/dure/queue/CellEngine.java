// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import static dure.layout.SlotWord.DONE;
import static dure.layout.SlotWord.FREE;
import static dure.layout.SlotWord.FULL;
import static dure.layout.SlotWord.LATE;
import static dure.layout.SlotWord.READING;
import static dure.layout.SlotWord.REVOKED;
import static dure.layout.SlotWord.WRITING;

import dure.Message;
import dure.gate.Gate;
import dure.layout.HeaderLayout;
import dure.layout.SlotWord;
import dure.parking.Parking;
import dure.raw.Step;
import dure.raw.Steps;
import dure.raw.Words;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// What all engines of cells have in common: everything that happens to one cell. Which cell is
/// claimed next, and which message is taken next, is the business of each.
///
/// A cell has a *slot word* that says everything: state, owner and generation (see [SlotWord]).
/// Every step is one compare-and-set on one word:
///
/// ```
///        claim             publish          take             release
/// FREE(L) ----> WRITING(L,X) ----> FULL(L) ----> READING(L,C) ----> FREE(L+1)
///                       \            \               \      \          ^
///                        \            \               \      DONE(L)   +  if X wanted to know:
///           X died, or    \            \  X took it    \                  X frees it
///              gave up     v            v  back         v C died, or gave back
///                         FREE(L+1)    FREE(L+1)        FULL(L) and redelivered
/// ```
///
/// Where the room of a message is memory of its own, whoever frees the cell has it as DONE(L,Y) in
/// between, to give that memory back.
///
/// A dead participant's cells are swept (see [#sweep]) by whoever meets them.
abstract class CellEngine implements Engine, SendingEnd, ReceivingEnd {
  /// How often a step on a word in our own hands is tried: others can change it twice at the most.
  static final int MOST_TRIES = 1_000;

  /// Instead of a take: something changed meanwhile.
  static final int LOOK_AGAIN = -2;

  final QueueMemory memory;
  final Cells cells;
  final int capacity;
  final int me;
  private final Gate messages;
  private final Gate room;
  private final Gate fates;

  /// How many takes in a row found a message at once: in a burst, the sender soon needs the lines
  /// again; in a round trip, to write to them would hold up the answer. Any thread's value will do.
  int inARow;

  /// @param ground what the cells grow on, if they do
  CellEngine(QueueMemory memory, @Nullable SegmentMemory ground, Parking parking) {
    this(memory, new Cells(memory, ground), parking);
  }

  CellEngine(QueueMemory memory, Cells cells, Parking parking) {
    this.memory = memory;
    this.cells = cells;
    this.capacity = memory.capacity();
    this.me = memory.participant();
    this.messages = gate(HeaderLayout.MESSAGES_GATE, parking);
    this.room = gate(HeaderLayout.ROOM_GATE, parking);
    this.fates = gate(HeaderLayout.FATES_GATE, parking);
  }

  private Gate gate(long offset, Parking parking) {
    return new Gate(memory.header() + offset, parking, Gate.Fence.WAKER_HAS_ONE);
  }

  @Override
  public final Gate messages() {
    return messages;
  }

  @Override
  public final Gate room() {
    return room;
  }

  @Override
  public final Gate fates() {
    return fates;
  }

  @Override
  public final SendingEnd sendingEnd() {
    return this;
  }

  @Override
  public final ReceivingEnd receivingEnd() {
    return this;
  }

  // Sending.

  @Override
  public final long roomAddress(int claim, long size) {
    return cells.payload(claim, size);
  }

  @Override
  public final int publish(int claim, long claimed, long size, Attributes label) {
    long word = cells.ownWordAcquire(claim);
    cells.move(claim, claimed, size);
    cells.describe(claim, size, position(claim, word, label));
    Step.reached(Steps.SLOT_WRITTEN);
    long wanted = label.wanted() ? SlotWord.WANTED : 0;
    if (isMine(word, WRITING)) {
      // SYNC: slot-message (release side)
      if (cells.wordCas(claim, word, SlotWord.with(word, FULL, me) | wanted)) {
        Step.reached(Steps.SLOT_PUBLISHED);
        messages.signal();
        cells.lookAhead(claim);
        return claim;
      }
    }
    publishLate(claim, wanted);
    return claim;
  }

  /// The place in the order of a message about to be published.
  abstract long position(int claim, long word, Attributes label);

  /// The receivers have gone past the claim: the message stays where it is, and they are told to
  /// look for it behind them.
  private void publishLate(int claim, long wanted) {
    moveOn(claim, REVOKED, REVOKED, word -> SlotWord.with(word, LATE, me) | wanted);
    Step.reached(Steps.SLOT_PUBLISHED_LATE);
    add(HeaderLayout.STRAY); // SYNC: stray (release side)
    messages.signal();
  }

  @Override
  public final void abandon(int claim) {
    free(claim, WRITING, REVOKED, SlotSteps::freed);
    Step.reached(Steps.SLOT_HANDED_BACK);
    add(HeaderLayout.ABANDONED);
    room.signal();
    messages.signal(); // the receivers may have been waiting for this very claim
  }

  // What becomes of a message.

  @Override
  public final SendState fate(int sent) {
    long word = cells.ownWordAcquire(sent);
    return switch (SlotWord.state(word)) {
      case FULL, LATE -> SlotWord.redelivered(word) == 0 ? SendState.WAITING : SendState.TAKEN;
      case READING -> SendState.TAKEN;
      default -> SendState.DONE;
    };
  }

  @Override
  public final long receiver(int sent) {
    long word = cells.ownWordAcquire(sent);
    return switch (SlotWord.state(word)) {
      case READING -> memory.idOf(SlotWord.owner(word));
      case DONE -> cells.receiver(sent);
      default -> 0;
    };
  }

  @Override
  public final long upTo(int sent, boolean inHand) {
    long last = cells.position(sent);
    long count = 0;
    for (int cell = cells.from(0); cell < capacity; cell = cells.from(cell + 1)) {
      int state = SlotWord.state(cells.wordAcquire(cell));
      boolean there = state == FULL || state == LATE || (inHand && state == READING);
      count += there && cells.position(cell) - last <= 0 ? 1 : 0;
    }
    return count;
  }

  @Override
  public final SendState settle(int sent, boolean withdraw) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      long word = cells.ownWordAcquire(sent);
      int state = SlotWord.state(word);
      boolean untouched = state != READING && SlotWord.redelivered(word) == 0;
      if (!SlotWord.isWanted(word)) {
        break;
      } else if (state == DONE) {
        SendState end = cells.receiver(sent) == 0 ? SendState.BURIED : SendState.DONE;
        if (tryFree(sent, word)) {
          Step.reached(Steps.RECEIPT_FREED);
          room.signal();
          return end;
        }
      } else if (withdraw && untouched) {
        if (tryFree(sent, word)) {
          Step.reached(Steps.RECEIPT_WITHDRAWN);
          add(HeaderLayout.ABANDONED);
          room.signal();
          messages.signal();
          return SendState.WITHDRAWN;
        }
      } else if (cells.wordCas(sent, word, word & ~SlotWord.WANTED)) {
        Step.reached(Steps.RECEIPT_WAIVED);
        return untouched ? SendState.WAITING : SendState.TAKEN;
      }
    }
    throw cells.damaged(sent, cells.ownWordAcquire(sent));
  }

  // Receiving.

  /// Takes the message of a cell, if its word is still this.
  final boolean take(int cell, long word) {
    // SYNC: slot-message (acquire side)
    boolean taken = Words.longCas(cells.wordAddress(cell), word, SlotWord.with(word, READING, me));
    if (taken) {
      Step.reached(Steps.SLOT_TAKEN);
      if (SlotWord.isWanted(word)) {
        fates.signal();
      }
    }
    return taken;
  }

  @Override
  public final long size(int take) {
    return cells.messageSize(take);
  }

  @Override
  public final long messageAddress(int take, long size) {
    return cells.payload(take, size);
  }

  @Override
  public final long sender(int take) {
    return cells.sender(take);
  }

  @Override
  public final long position(int take) {
    return cells.position(take);
  }

  @Override
  public final int redelivered(int take) {
    return SlotWord.redelivered(cells.wordAcquire(take));
  }

  /// A cell is whoever's its word says, so there is nothing to do.
  @Override
  public final void hold(int take) {}

  @Override
  public final void resume(int take) {}

  @Override
  public final void release(int take) {
    Step.reached(Steps.SLOT_READ);
    if (inARow > 1) {
      cells.touch(take);
    }
    long word = cells.ownWordAcquire(take);
    boolean isPlain = isMine(word, READING) && !SlotWord.isWanted(word) && !cells.hasBay(take);
    if (isPlain && cells.wordCas(take, word, SlotSteps.freed(word))) {
      Step.reached(Steps.SLOT_RELEASED);
      room.signal();
    } else {
      end(take, memory.participantId());
    }
  }

  @Override
  public final void bury(int take) {
    Step.reached(Steps.SLOT_READ);
    end(take, 0);
  }

  /// Gives back a message whose sender may be waiting, or whose cell others have just skipped, or
  /// that has memory of its own.
  ///
  /// @param receiver the id of the participant that was done with it, or 0
  private void end(int take, long receiver) {
    if (SlotWord.isWanted(cells.ownWordAcquire(take))) {
      cells.receivedBy(take, receiver);
    }
    if (SlotWord.isWanted(free(take, READING, READING, SlotSteps::released))) {
      Step.reached(Steps.RECEIPT_DONE);
      fates.signal();
    } else {
      Step.reached(Steps.SLOT_RELEASED);
      room.signal();
    }
  }

  @Override
  public final void giveBack(int take) {
    moveOn(take, READING, READING, SlotSteps::putBack);
    Step.reached(Steps.SLOT_GIVEN_BACK);
    add(HeaderLayout.STRAY); // SYNC: stray (release side)
    messages.signal();
  }

  @Override
  public final void untaken(long sender, Consumer<Pending> into) {
    for (int cell = cells.from(0); cell < capacity; cell = cells.from(cell + 1)) {
      @Nullable Pending seen = null;
      for (int tries = 0; seen == null && tries < MOST_TRIES; tries++) {
        long word = cells.wordAcquire(cell);
        if (!Cells.isUntaken(word)) {
          break;
        }
        seen = cells.untaken(cell, word);
      }
      if (seen != null && (sender == ANYBODY || seen.sender() == sender)) {
        into.accept(seen);
      }
    }
  }

  @Override
  public final @Nullable Message copy(Pending seen) {
    return cells.copy(seen);
  }

  /// As any take, but for the cursors: whoever comes by later finds the position done with, as he
  /// does behind a message that its sender took back.
  @Override
  public boolean remove(Pending seen, byte[] contents) {
    int cell = (int) seen.at();
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      long word = cells.wordAcquire(cell);
      if (!cells.isThere(seen, word)) {
        return false;
      }
      if (take(cell, word)) {
        release(cell);
        return true;
      }
    }
    return false;
  }

  @Override
  public final long depth() {
    long depth = 0;
    for (int cell = cells.from(0); cell < capacity; cell = cells.from(cell + 1)) {
      int state = SlotWord.state(cells.wordAcquire(cell));
      depth += state == FULL || state == LATE || state == READING ? 1 : 0;
    }
    return depth;
  }

  /// Moves on a cell that is in our hands: the word it had. Others may meanwhile have revoked the
  /// claim, skipped the cell or waived its receipt, and nothing else.
  private long moveOn(int cell, int state, int orState, LongUnaryOperator step) {
    long word = 0;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      word = cells.ownWordAcquire(cell);
      if (!isMine(word, state) && !isMine(word, orState)) {
        break;
      }
      if (cells.wordCas(cell, word, step.applyAsLong(word))) {
        return word;
      }
    }
    throw cells.damaged(cell, word);
  }

  /// Moves on a cell that is in our hands to where it is free, or waits for its sender: the word it
  /// had. Where a message has memory of its own, that goes in between, while the cell is still ours
  /// and its message is no more.
  private long free(int cell, int state, int orState, LongUnaryOperator step) {
    if (!cells.hasBay(cell)) {
      return moveOn(cell, state, orState, step);
    }
    long word = moveOn(cell, state, orState, had -> clearing(had, step.applyAsLong(had)));
    if (SlotWord.state(step.applyAsLong(word)) == FREE) {
      clear(cell);
    }
    return word;
  }

  /// Frees a cell whose word is still this, and nobody's hands are on.
  private boolean tryFree(int cell, long word) {
    boolean hasBay = cells.hasBay(cell);
    long freed = SlotSteps.freed(word);
    boolean moved = cells.wordCas(cell, word, hasBay ? clearing(word, freed) : freed);
    if (moved && hasBay) {
      clear(cell);
    }
    return moved;
  }

  private long clearing(long word, long next) {
    return SlotWord.state(next) == FREE ? SlotWord.of(DONE, me, 0, SlotWord.lap(word)) : next;
  }

  private void clear(int cell) {
    Step.reached(Steps.SLOT_CLEARING);
    Objects.requireNonNull(cells.segments()).giveBackRoom(cell);
    moveOn(cell, DONE, DONE, SlotSteps::freed);
  }

  // Repair.

  @Override
  public final int sweep(int participant) {
    if (cells.segments() != null) {
      cells.segments().sweep(participant);
      cells.segments().awaitSettled();
    }
    int repaired = 0;
    for (int cell = cells.from(0); cell < capacity; cell = cells.from(cell + 1)) {
      for (int tries = 0; tries < MOST_TRIES; tries++) {
        long word = cells.wordAcquire(cell);
        long mended = mended(cell, word, participant);
        if (mended == word) {
          break;
        }
        if (cells.wordCas(cell, word, mended)) {
          Step.reached(Steps.SWEEP_REPAIRED_ONE);
          repaired += isRepair(word, mended) ? 1 : 0;
        }
      }
    }
    ExclusiveEnd.free(memory.header(), HeaderLayout.RECEIVING_END, participant);
    return repaired;
  }

  /// What a cell becomes when a participant has died: the same if it had nothing to do with it.
  private long mended(int cell, long word, int dead) {
    int state = SlotWord.state(word);
    boolean owned = SlotWord.owner(word) == dead;
    if (owned && (state == WRITING || state == REVOKED)) {
      return SlotSteps.freed(word);
    }
    if (state == DONE) {
      boolean its = SlotWord.isWanted(word) ? cells.senderIndex(cell) == dead : owned;
      return its ? SlotSteps.freed(word) : word;
    }
    if (owned && state == READING) {
      return SlotSteps.putBack(word);
    }
    if (!SlotWord.isWanted(word) || cells.senderIndex(cell) != dead) {
      return word;
    }
    // Nobody waits for the receipt any more. Without a sender there is no rendezvous.
    boolean offered = state != READING && memory.rendezvous();
    return offered ? SlotSteps.freed(word) : word & ~SlotWord.WANTED;
  }

  private boolean isRepair(long word, long mended) {
    int state = SlotWord.state(word);
    boolean repair = state != DONE && SlotWord.state(mended) != state;
    if (repair && state != READING) {
      add(HeaderLayout.ABANDONED);
    }
    return repair;
  }

  /// Whether a message lies where receivers do not come by: behind them.
  static boolean isStray(long word) {
    int state = SlotWord.state(word);
    return state == LATE || (state == FULL && SlotWord.redelivered(word) > 0);
  }

  /// Whether a cell's room stays in use though its position is done with.
  static boolean isHeld(long word) {
    int state = SlotWord.state(word);
    return state == READING || state == REVOKED || state == DONE || isStray(word);
  }

  private boolean isMine(long word, int state) {
    return SlotWord.state(word) == state && SlotWord.owner(word) == me;
  }

  final long strayAcquire() {
    return Words.longAcquire(memory.header() + HeaderLayout.STRAY); // SYNC: stray (acquire side)
  }

  final void add(long counter) {
    Counters.add(memory.header(), counter, 1);
  }
}
