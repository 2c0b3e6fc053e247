// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.liveness.Token;
import dure.raw.Step;
import dure.raw.Steps;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;

/// A barrier in shared memory: each of a fixed number of parties waits until all have come, round
/// after round. What [java.util.concurrent.CyclicBarrier] is to threads, this is to processes.
///
/// A handle is one party, and takes one of the places at its first [#await]. It keeps it until
/// [#close], or until its process ends; it is used by one thread at a time.
///
/// **A party that is killed** after it arrived counts as arrived in this round. One that has a
/// place and is killed before it arrives *breaks* the barrier: within about 50 ms all waiting
/// parties, and all that come, get a [BrokenBarrierException], until a party [#reset]s it. A new
/// party may take a dead one's place before its death is noticed, if no other is free, or after the
/// reset. A process that never came to the barrier is unknown to it: for that there is the wait
/// with a time limit. As with Java's barrier, a party that is interrupted, or whose time is over,
/// breaks the barrier for the others.
///
/// (Each party notes in its own place the round it has arrived in. The party that sees all of them
/// there moves the round on by one compare-and-set, so no step of a party depends on a dead party.)
public final class SharedBarrier implements AutoCloseable {
  /// The most parties a barrier can have.
  public static final int MOST_PARTIES = 64;

  /// How much memory it takes; at a multiple of eight.
  public static final long BYTES = SharedBarrier.PLACES_AT + MOST_PARTIES * 16L;

  private static final long ROUND = 0;
  private static final long PARTIES = 8;
  private static final long DOMAIN = 16;
  private static final long WAITERS_AT = 24;
  private static final long PLACES_AT = 32;
  private static final int STRIDE = 16;
  private static final int NOWHERE = -1;

  /// Of the round's word; the rest is its number.
  private static final long BROKEN = 1;

  private static final long ONE_ROUND = 2;

  private final SharedWords words;
  private final Waiters waiters;
  private final Token token;
  private int place = NOWHERE;

  private SharedBarrier(MemorySegment memory, long offset) {
    this.words = SharedWords.at("SharedBarrier", memory, offset, BYTES);
    this.waiters = new Waiters(words, WAITERS_AT);
    this.token = Token.mine();
  }

  /// A party of the barrier at an offset of shared memory.
  ///
  /// @throws dure.DamagedObjectException if no barrier was made there
  public static SharedBarrier at(MemorySegment memory, long offset) {
    SharedBarrier barrier = new SharedBarrier(memory, offset);
    barrier.parties();
    Ownership.moveIn(barrier.words, DOMAIN, barrier.token);
    return barrier;
  }

  /// Makes a barrier at an offset of shared memory, whatever was there. To be done once, before
  /// others use it.
  ///
  /// @param parties how many have to come, from 1 to [#MOST_PARTIES]
  /// @return a party of it
  public static SharedBarrier create(MemorySegment memory, long offset, int parties) {
    if (parties < 1 || parties > MOST_PARTIES) {
      throw new IllegalArgumentException(parties + " parties: a barrier has 1 to " + MOST_PARTIES);
    }
    SharedBarrier barrier = new SharedBarrier(memory, offset);
    barrier.words.clear();
    barrier.words.intVolatile(PARTIES, parties);
    Ownership.moveIn(barrier.words, DOMAIN, barrier.token);
    return barrier;
  }

  /// How many have to come.
  public int parties() {
    int parties = words.intVolatile(PARTIES);
    if (parties < 1 || parties > MOST_PARTIES) {
      throw words.damaged("a barrier of " + parties + " parties");
    }
    return parties;
  }

  /// Whether it is broken, and waits for a [#reset].
  public boolean isBroken() {
    return isBroken(words.longVolatile(ROUND));
  }

  private static boolean isBroken(long round) {
    return (round & BROKEN) != 0;
  }

  /// Arrives, and waits until all have.
  ///
  /// @throws BrokenBarrierException if the barrier is broken, or becomes so before all have arrived
  /// @throws IllegalStateException if all places are taken by others
  public void await() throws InterruptedException, BrokenBarrierException {
    await(Wait.within(null));
  }

  /// Arrives, and waits until all have, at most `within`; false if the time was over, and then the
  /// barrier is broken for the others.
  ///
  /// @throws BrokenBarrierException if the barrier is broken, or becomes so before all have arrived
  public boolean await(Duration within) throws InterruptedException, BrokenBarrierException {
    return await(Wait.within(within));
  }

  private boolean await(Wait wait) throws InterruptedException, BrokenBarrierException {
    checkSound(words.longVolatile(ROUND));
    join();
    long round = words.longVolatile(ROUND); // from now on it does not end without this party
    checkSound(round);
    words.longVolatile(arrived(place), round + ONE_ROUND);
    Step.reached(Steps.PARTY_ARRIVED);
    try {
      return completes(round, wait) || !giveUp(round);
    } catch (InterruptedException e) {
      if (giveUp(round)) {
        throw e;
      }
      Thread.currentThread().interrupt();
      return true;
    } catch (RuntimeException | Error failed) {
      breaks(round);
      throw failed;
    }
  }

  /// Breaks a round for the others; false if it was completed just before.
  ///
  /// @throws BrokenBarrierException if it was reset or broken just before
  private boolean giveUp(long round) throws BrokenBarrierException {
    if (breaks(round)) {
      return true;
    }
    checkComplete(round, words.longVolatile(ROUND)); // SYNC: round (acquire side)
    return false;
  }

  private boolean breaks(long round) {
    boolean broken = words.longCas(ROUND, round, round | BROKEN);
    if (broken) {
      waiters.wake(Waiters.ALL);
    }
    return broken;
  }

  /// A reset goes two rounds on: so it is an odd number of rounds exactly if ours was complete.
  private void checkComplete(long round, long now) throws BrokenBarrierException {
    if ((now / ONE_ROUND - round / ONE_ROUND) % 2 == 0) {
      throw broken();
    }
  }

  /// Waits until a round is over; false if there was no time left.
  private boolean completes(long round, Wait wait)
      throws InterruptedException, BrokenBarrierException {
    while (true) {
      int event = waiters.announce();
      long now = words.longVolatile(ROUND); // SYNC: round (acquire side)
      if (now == round) {
        now = look(round);
      }
      if (now != round) {
        checkComplete(round, now);
        return true;
      }
      if (!wait.goesOn()) {
        return false;
      }
      waiters.sleep(event, wait.remaining());
    }
  }

  /// Moves the round on if all have arrived, breaks it if one that has not is dead; the round then.
  private long look(long round) {
    boolean all = true;
    long next = round;
    for (int i = 0; i < parties(); i++) {
      long holder = words.longVolatile(holder(i));
      if (!hasArrived(i, round) || holder == 0) {
        all = false;
        if (holder != 0 && diedAbsent(i, holder, round)) {
          next = round | BROKEN;
        }
      }
    }
    if (all) {
      next = round + ONE_ROUND;
    }
    if (next != round && words.longCas(ROUND, round, next)) { // SYNC: round (release side)
      Step.reached(Steps.BARRIER_TRIPPED);
      waiters.wake(Waiters.ALL);
    }
    return words.longVolatile(ROUND);
  }

  private boolean hasArrived(int i, long round) {
    return words.longVolatile(arrived(i)) == round + ONE_ROUND;
  }

  /// Looks again after the death is known: the party may have arrived, or closed, before it.
  private boolean diedAbsent(int i, long holder, long round) {
    return token.isDead(holder) && words.longVolatile(holder(i)) == holder && !hasArrived(i, round);
  }

  /// Takes a place: a free one, or else a dead party's.
  private void join() {
    if (place != NOWHERE && words.longVolatile(holder(place)) == token.value()) {
      return;
    }
    if (!takePlace(false) && !takePlace(true)) {
      throw new IllegalStateException(
          words.name() + " has its " + parties() + " parties: one of them has to close first");
    }
    Step.reached(Steps.PARTY_JOINED);
  }

  private boolean takePlace(boolean ofTheDead) {
    for (int i = 0; i < parties(); i++) {
      long holder = words.longVolatile(holder(i));
      if ((holder == 0 || (ofTheDead && token.isDead(holder)))
          && words.longCas(holder(i), holder, token.value())) {
        place = i;
        return true;
      }
    }
    return false;
  }

  /// Makes a broken barrier usable again: a new round, in which no party has arrived, and the
  /// places of the dead are free. A party that waits in an unbroken one gets a
  /// [BrokenBarrierException].
  public void reset() {
    for (int i = 0; i < parties(); i++) {
      long holder = words.longVolatile(holder(i));
      if (holder != 0 && token.isDead(holder)) {
        words.longCas(holder(i), holder, 0);
      }
    }
    long round;
    do {
      round = words.longVolatile(ROUND);
    } while (!words.longCas(ROUND, round, (round & ~BROKEN) + 2 * ONE_ROUND));
    waiters.wake(Waiters.ALL);
  }

  /// Gives the place up: from now on another party has to come for it.
  @Override
  public void close() {
    if (place != NOWHERE) {
      words.longVolatile(arrived(place), 0);
      words.longCas(holder(place), token.value(), 0);
      place = NOWHERE;
    }
  }

  private void checkSound(long round) throws BrokenBarrierException {
    if (isBroken(round)) {
      throw broken();
    }
  }

  private BrokenBarrierException broken() {
    return new BrokenBarrierException(
        words.name() + " is broken: a party died, gave up or was interrupted; reset it");
  }

  private static long holder(int place) {
    return PLACES_AT + (long) place * STRIDE;
  }

  private static long arrived(int place) {
    return holder(place) + Long.BYTES;
  }
}
