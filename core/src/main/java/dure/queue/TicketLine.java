// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import dure.layout.HeaderLayout;
import dure.layout.ParticipantLayout;
import dure.raw.Step;
import dure.raw.Steps;
import dure.raw.Words;

/// The line of participants that wait to receive, in shared memory: each has a *ticket*, and the
/// lowest ticket of the highest rank is next. A receiver that is not next leaves the messages to
/// the next one.
///
/// The line decides which receiver *should* take a message; the engine sees to it that none is
/// taken twice. So nothing here needs repair: a dead receiver's ticket is thrown away with its
/// entry. The ticket of a living receiver that does not come for a message, because it is stopped,
/// is thrown away after the mailbox's patience by the receiver that it holds up.
public final class TicketLine {
  private static final long NONE = 0;

  private final long header;
  private final int participants;
  private final int me;
  private final long patienceNanos;

  /// Guarded by this.
  private int waiting;

  // Who keeps us waiting, and since when. Any thread's value will do.
  private long heldUpBy;
  private long heldUpSince;

  /// @param participants entries in the table
  /// @param rank of this participant
  public TicketLine(QueueMemory memory, int participants, int rank, long patienceNanos) {
    this.header = memory.header();
    this.participants = participants;
    this.me = memory.participant();
    this.patienceNanos = patienceNanos;
    Words.intPlain(entry(me) + ParticipantLayout.RANK, rank);
  }

  /// True if this participant may take a message now: it is next, or no receiver waits before it.
  public boolean mayTake() {
    long line = Words.longAcquire(header + HeaderLayout.LINE); // SYNC: line (acquire side)
    if (line == 0) {
      return true;
    }
    int next = next();
    if (next == 0) {
      Words.longCas(header + HeaderLayout.LINE, line, 0);
      return true;
    }
    return next == me || rank(me) > rank(next);
  }

  private int next() {
    int next = 0;
    int nextRank = 0;
    long nextTicket = NONE;
    for (int index = 1; index <= participants; index++) {
      long ticket = ticket(index);
      int rank = rank(index);
      boolean goesFirst = rank == nextRank ? ticket < nextTicket : rank > nextRank;
      if (ticket != NONE && (next == 0 || goesFirst)) {
        next = index;
        nextRank = rank;
        nextTicket = ticket;
      }
    }
    return next;
  }

  /// There is a message, and the next receiver does not come for it: after the patience, its ticket
  /// is thrown away.
  public void holdsUp() {
    int next = next();
    long ticket = next == 0 ? NONE : ticket(next);
    long now = System.nanoTime();
    if (ticket != heldUpBy) {
      heldUpBy = ticket;
      heldUpSince = now;
    }
    if (ticket != NONE && next != me && now - heldUpSince > patienceNanos) {
      Words.longCas(entry(next) + ParticipantLayout.PLACE, ticket, NONE);
    }
  }

  /// There is no message for the next receiver.
  public void holdsNothingUp() {
    heldUpBy = NONE;
  }

  /// A thread begins to wait.
  public synchronized void enter() {
    if (waiting++ == 0) {
      takeTicket();
    }
  }

  /// A thread no longer waits.
  ///
  /// @param served whether it got a message, so that others of this process go to the end of the
  ///   line
  /// @return whether another participant may be next now
  public synchronized boolean leave(boolean served) {
    waiting--;
    if (waiting == 0) {
      Words.longVolatile(entry(me) + ParticipantLayout.PLACE, NONE);
    } else if (served) {
      takeTicket();
    }
    return (waiting == 0 || served) && isOccupied();
  }

  /// Makes sure that a waiting thread has a ticket: others may have thrown it away.
  public synchronized void stay() {
    if (waiting > 0 && ticket(me) == NONE) {
      takeTicket();
    }
  }

  /// True if a receiver may be waiting.
  private boolean isOccupied() {
    return Words.longAcquire(header + HeaderLayout.LINE) != 0;
  }

  private void takeTicket() {
    long ticket = 1 + Words.longGetAndAdd(header + HeaderLayout.NEXT_TICKET, 1);
    Words.longVolatile(entry(me) + ParticipantLayout.PLACE, ticket);
    Step.reached(Steps.LINE_ENTERED);
    Words.longGetAndAdd(header + HeaderLayout.LINE, 1); // SYNC: line (release side)
  }

  private long ticket(int index) {
    return Words.longAcquire(entry(index) + ParticipantLayout.PLACE);
  }

  private int rank(int index) {
    return Words.intPlain(entry(index) + ParticipantLayout.RANK);
  }

  private long entry(int index) {
    return header + ParticipantLayout.OFFSET + index * ParticipantLayout.BYTES;
  }
}
