// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.liveness.Token;
import dure.raw.Step;
import dure.raw.Steps;

/// The owner of a lock: one word that names its process. At no instant is a lock taken without a
/// word of its owner.
///
/// Compare-and-set alone changes the word: from free to a [Token], back, or from a dead process's
/// token to one's own. So the first process that replaces a dead holder's token has the lock and
/// the duty to repair; if it is killed in turn, the next process has both. (The idea of the robust
/// mutex of Solaris and POSIX, but without the list of held locks that glibc keeps in the shared
/// memory for the kernel to walk.)
///
/// Which of its threads has it, and how often, only the holding process writes.
final class Ownership {
  static final long BYTES = 32;

  /// What came of trying to have the lock.
  enum Entry {
    /// Another thread has the lock.
    BUSY,
    /// The thread has it.
    ENTERED,
    /// The thread has the lock after a holder that did not give it back.
    ABANDONED
  }

  private static final long OWNER = 0;
  private static final long THREAD = 8;
  private static final long DOMAIN = 16;
  private static final long HOLDS = 24;
  private static final long LOSSES = 28;

  private static final long FREE = 0;

  /// Of the owner's word: what the lock protects may be half-written.
  private static final long ABANDONED = 1;

  /// Flag of the owner's word: the owner has the lock, and has done nothing under it yet.
  private static final long CLAIMED = 2;

  private static final int FLAG_BITS = 2;
  private static final long FLAGS = ABANDONED | CLAIMED;

  /// So often a word that changes under one's eyes is looked at again.
  private static final int LOOKS = 4;

  private final SharedWords words;
  private final Token token;
  private final long mine;
  private final long entering;

  /// @param words whose first [#BYTES] are the ownership
  /// @param claims whether an owner that dies before [#begin] leaves nothing to repair
  Ownership(SharedWords words, boolean claims) {
    this.words = words;
    this.token = Token.mine();
    this.mine = token.value() << FLAG_BITS;
    this.entering = claims ? mine | CLAIMED : mine;
    moveIn(words, DOMAIN, token);
  }

  /// Notes in a primitive by whose eyes its tokens live or are dead.
  static void moveIn(SharedWords words, long at, Token token) {
    long seen = words.longVolatile(at);
    boolean notes = seen == 0 || !token.isOfThisBoot(seen);
    if (notes && words.longCas(at, seen, token.domain())) {
      return;
    }
    if (words.longVolatile(at) != token.domain()) {
      throw words.damaged(
          "it is used by processes with another /dev/shm, as in another container, whose deaths"
              + " cannot be seen from here (let both have the same), or");
    }
  }

  /// Enters if it is free, or this thread is in already. The usual case: one atomic instruction.
  boolean enterFree() {
    if (words.longCas(OWNER, FREE, entering)) { // SYNC: owner (acquire side)
      Step.reached(Steps.LOCK_TAKEN);
      note(1);
      return true;
    }
    if (isMine()) {
      words.intOpaque(HOLDS, words.intOpaque(HOLDS) + 1);
      return true;
    }
    return false;
  }

  /// Enters if it is free, abandoned, or its holder dead: a look that may cost a system call.
  Entry enter() {
    for (int i = 0; i < LOOKS; i++) {
      if (enterFree()) {
        return Entry.ENTERED;
      }
      long seen = words.longVolatile(OWNER);
      if (seen != FREE) {
        if (!isLeft(seen)) {
          return Entry.BUSY;
        }
        long flags = leftBehind(seen);
        if (words.longCas(OWNER, seen, entering | flags)) { // SYNC: owner (acquire side)
          Step.reached(Steps.LOCK_TAKEN_OVER);
          note(1);
          if (flags != ABANDONED) {
            return Entry.ENTERED;
          }
          words.intGetAndAdd(LOSSES, 1); // a process killed before this leaves it to the next
          return Entry.ABANDONED;
        }
      }
    }
    return Entry.BUSY;
  }

  /// Frees the lock if its claimer died before it did anything under it; true if that was so.
  boolean dropDeadClaim() {
    long seen = words.longVolatile(OWNER);
    return (seen & FLAGS) == CLAIMED && isLeft(seen) && words.longCas(OWNER, seen, FREE);
  }

  /// How often the lock was taken over with something to repair: an observer that looks seldom
  /// compares it.
  int losses() {
    return words.intVolatile(LOSSES);
  }

  /// True if the holder is gone without having given the lock back in good order.
  private boolean isLeft(long seen) {
    long holder = seen >>> FLAG_BITS;
    return holder == 0 || token.isDead(holder);
  }

  /// A process that only claimed the lock has changed nothing.
  private static long leftBehind(long seen) {
    return (seen & FLAGS) == CLAIMED ? 0 : ABANDONED;
  }

  /// Whether it is free, and what it protects is sound.
  boolean isFree() {
    return words.longVolatile(OWNER) == FREE;
  }

  /// True if another process has to take the lock over, and repair.
  boolean isLeft() {
    long seen = words.longVolatile(OWNER);
    return seen != FREE && isLeft(seen);
  }

  /// Whether the current thread has it.
  boolean isMine() {
    return words.longOpaque(THREAD) == stamp() && isOurs(words.longVolatile(OWNER));
  }

  private boolean isOurs(long owner) {
    return (owner & ~FLAGS) == mine;
  }

  /// Names the process too, so that what a dead process wrote has no owner.
  private long stamp() {
    return mine ^ Thread.currentThread().threadId();
  }

  private void note(int holds) {
    words.intOpaque(HOLDS, holds);
    words.longOpaque(THREAD, stamp());
    Step.reached(Steps.LOCK_NOTED);
  }

  /// Ends the claim: from now on a death leaves the lock abandoned.
  void begin() {
    long seen = words.longVolatile(OWNER);
    if (!words.longCas(OWNER, seen, seen & ~CLAIMED) || !isOurs(seen)) {
      throw words.damaged("its word is not as its holder left it");
    }
  }

  /// True if what the lock protects may be half-written; only its holder asks.
  boolean isAbandoned() {
    return (words.longVolatile(OWNER) & ABANDONED) != 0;
  }

  /// Ends the abandonment: what it protects is sound again.
  void repaired() {
    long seen = words.longVolatile(OWNER);
    if (!isOurs(seen) || !words.longCas(OWNER, seen, seen & ~ABANDONED)) {
      throw words.damaged("its word is not as its holder left it");
    }
  }

  /// Leaves once; whether it is free now.
  ///
  /// @throws IllegalMonitorStateException if this thread does not have it
  boolean exit() {
    checkMine();
    int holds = words.intOpaque(HOLDS) - 1;
    if (holds > 0) {
      words.intOpaque(HOLDS, holds);
      return false;
    }
    free();
    return true;
  }

  /// Leaves as often as this thread is in; how often that was.
  int exitAll() {
    checkMine();
    int holds = words.intOpaque(HOLDS);
    free();
    return holds;
  }

  /// Makes as if this thread, which is in, had entered so often.
  void hold(int holds) {
    words.intOpaque(HOLDS, holds);
  }

  private void free() {
    words.longOpaque(THREAD, 0);
    Step.reached(Steps.LOCK_LEAVING);
    long seen = words.longVolatile(OWNER);
    // SYNC: owner (release side)
    if (!isOurs(seen) || !words.longCas(OWNER, seen, seen & ABANDONED)) {
      throw words.damaged("its word is not as its holder left it");
    }
    Step.reached(Steps.LOCK_FREED);
  }

  /// @throws IllegalMonitorStateException if this thread does not have it
  void checkMine() {
    if (isMine()) {
      return;
    }
    if (words.longOpaque(THREAD) == stamp()) {
      throw words.damaged("its word is not as its holder left it");
    }
    throw new IllegalMonitorStateException("this thread does not hold " + words.name());
  }
}
