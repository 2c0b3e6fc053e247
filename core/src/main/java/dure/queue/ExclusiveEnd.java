// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import dure.DamagedMailboxException;
import dure.LinkTakenException;
import dure.layout.HeaderLayout;
import dure.raw.Words;
import java.util.concurrent.locks.LockSupport;

/// An end of a mailbox that one participant at a time has: the sending or the receiving end of a
/// pair, the receiving end where one at a time receives.
///
/// The word names its holder, which keeps it as long as it takes part.
public final class ExclusiveEnd {
  /// How often it is tried to be had: a dead holder's is free after the first.
  private static final int MOST_TRIES = 1_000;

  /// Longer than a sweep takes, on a busy machine.
  private static final long SWEEP_NANOS = 100_000_000;

  private static final long PAUSE_NANOS = 200_000;

  private final QueueMemory memory;
  private final long address;
  private final Liveness reaper;

  /// Set once. Any thread may set it again.
  private boolean mine;

  /// @param word of the header
  public ExclusiveEnd(QueueMemory memory, long word, Liveness reaper) {
    this.memory = memory;
    this.address = memory.header() + word;
    this.reaper = reaper;
  }

  /// Takes the end unless a living participant has it; true if it is this participant's.
  public boolean tryHave() {
    return mine || tryTake();
  }

  /// Takes the end of a pair as [#tryHave] does, asking until another participant, which may just
  /// be sweeping up after its holder, or leaving, would be done with it.
  ///
  /// @param verb what its holder does with the mailbox
  /// @throws LinkTakenException if another process has it
  void claim(String verb) {
    long began = System.nanoTime();
    boolean had = tryHave();
    while (!had && System.nanoTime() - began < SWEEP_NANOS) {
      LockSupport.parkNanos(PAUSE_NANOS);
      had = tryHave();
    }
    if (!had) {
      throw new LinkTakenException(
          memory.mailbox(),
          "it is a pair, and another process "
              + verb
              + " it already; create it with receivers 'any' to share it among more");
    }
  }

  private boolean tryTake() {
    if (Words.longAcquire(memory.header() + HeaderLayout.MAGIC) != HeaderLayout.MAGIC_VALUE) {
      throw damaged("its header is gone");
    }
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      if (Words.intCas(address, 0, memory.participant())) { // SYNC: end
        mine = true;
        return true;
      }
      int holder = Words.intAcquire(address);
      if (holder == memory.participant()) {
        mine = true;
        return true;
      }
      if (holder != 0 && !reaper.reapIfDead(holder)) {
        return false;
      }
    }
    throw damaged("one of its ends belongs to a participant that does not exist");
  }

  /// Frees an end of a participant that has died or left.
  static void free(long header, long word, int participant) {
    Words.intCas(header + word, participant, 0); // SYNC: end
  }

  private DamagedMailboxException damaged(String what) {
    return new DamagedMailboxException(
        memory.mailbox(), what + "; it has been overwritten: delete it and create it anew");
  }
}
